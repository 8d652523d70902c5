"""Whoever cannot be written to is telephoned: by their coordinator, or by the office."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.calls.actions import record_call, words_aloud
from portal.coordinators.calls.queries import calls_to_make, get_call
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.requests.actions import answer_request, ask
from portal.coordinators.requests.states import RequestKind
from portal.coordinators.visits.actions import cancel_visit
from portal.core.errors import Conflict, NotFound
from portal.extensions import db
from portal.notifications.models import OutboxEvent, OutboxMessage
from portal.notifications.settling import settle_unsent
from portal.notifications.states import Audience, CallOutcome, Delivery, Unsent
from portal.notifications.tasks import settle_calls
from portal.residents.applications.actions import withdraw_application
from portal.residents.helpers.actions import end_help
from portal.residents.helpers.states import HelperMay
from tests.client import PortalClient
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_coordinator
from tests.factories.messages import make_call
from tests.factories.referrals import Scene, make_scene, make_visit
from tests.factories.residents import make_application, make_helping


@pytest.fixture
def scene(session: Session) -> Scene:
    """Somebody with a telephone in the house and no address."""
    scene = make_scene()
    scene.person.phone, scene.person.email = "+82233334444", None
    return scene


def to_call(scene: Scene) -> list[str]:
    return [call.message.kind for call in calls_to_make(scene.coordinator, now=NOW)]


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


class TestCalls:
    def test_a_visit_of_somebody_without_a_mobile_is_told_by_telephone(self, scene: Scene) -> None:
        make_visit(scene, scene.another_slot(days=10))
        assert to_call(scene) == ["visit_booked"]

    def test_they_are_of_ones_own_households(self, scene: Scene) -> None:
        make_visit(scene, scene.another_slot(days=10))
        message = calls_to_make(scene.coordinator, now=NOW)[0].message
        stranger = make_coordinator().actor
        assert calls_to_make(stranger, now=NOW) == []
        with pytest.raises(NotFound):
            get_call(message.id, viewer=stranger)
        assert [call.message.id for call in calls_to_make(OFFICE, now=NOW)] == [message.id]

    def test_what_is_not_so_any_more_is_not_called_about(self, scene: Scene) -> None:
        visit = make_visit(scene, scene.another_slot(days=10))
        cancel_visit(visit, CancelledBy.COOPERATIVE, actor=scene.worker, now=NOW)
        assert to_call(scene) == ["visit_cancelled"]
        settle_calls(NOW)
        booked = select(OutboxMessage).where(OutboxMessage.kind == "visit_booked", OutboxMessage.person_id.is_not(None))
        assert db.session.scalars(booked).one().why is Unsent.SUPERSEDED

    def test_a_visit_that_is_over_is_not_called_about(self, scene: Scene) -> None:
        visit = make_visit(scene, scene.another_slot(days=10))
        assert calls_to_make(scene.coordinator, now=visit.ends_at) == []

    @pytest.mark.parametrize("why", [Unsent.REFUSED, Unsent.NO_ANSWER, Unsent.CUT_SHORT])
    def test_a_message_that_failed_is_told_by_telephone(self, scene: Scene, why: Unsent) -> None:
        make_call(scene.person, why)
        assert to_call(scene) == ["visit_booked"]

    @pytest.mark.parametrize(
        ("outcome", "left"),
        [(CallOutcome.TOLD, 0), (CallOutcome.NOT_NEEDED, 0), (CallOutcome.NOT_REACHED, 1)],
    )
    def test_who_was_not_reached_is_called_again(self, scene: Scene, outcome: CallOutcome, left: int) -> None:
        message = make_call(scene.person)
        record_call(message, outcome, actor=scene.coordinator, now=NOW + timedelta(hours=1))
        assert len(to_call(scene)) == left
        (event,) = db.session.scalars(select(OutboxEvent).where(OutboxEvent.outcome.is_not(None)))
        assert (event.outcome, event.by_name) == (outcome, scene.coordinator.name)

    def test_a_helper_is_texted_whom_it_concerns(self, scene: Scene) -> None:
        scene.line.plan.case.application.helper_phone = "+821099998888"
        message = make_call(scene.person)
        record_call(message, CallOutcome.HELPER_TEXTED, actor=scene.coordinator, now=NOW)
        db.session.flush()
        (text,) = db.session.scalars(select(OutboxMessage).where(OutboxMessage.audience == Audience.HELPER))
        assert (text.recipient, text.state) == ("+821099998888", Delivery.WAITING)
        assert text.body == "[돌봄이음] 홍*동 님 청소 방문 예약: 12월3일"
        assert to_call(scene) == []

    def test_so_are_those_who_help_with_consent_and_each_once(self, scene: Scene) -> None:
        scene.line.plan.case.application.helper_phone = "+821077778888"
        for phone in ("+821077778888", "+821055556666"):
            make_helping(scene.person, HelperMay.SEE, actor=scene.coordinator, phone=phone)
        left = make_helping(scene.person, HelperMay.SEE, actor=scene.coordinator, phone="+821044443333")
        end_help(left, actor=scene.coordinator, now=NOW)
        record_call(make_call(scene.person), CallOutcome.HELPER_TEXTED, actor=scene.coordinator, now=NOW)
        db.session.flush()
        texts = select(OutboxMessage).where(
            OutboxMessage.audience == Audience.HELPER, OutboxMessage.kind == "visit_booked"
        )
        assert {text.recipient for text in db.session.scalars(texts)} == {"+821077778888", "+821055556666"}

    def test_a_text_to_a_helper_that_failed_is_a_call_and_goes_not_there_again(self, scene: Scene) -> None:
        make_helping(scene.person, HelperMay.SEE, actor=scene.coordinator)
        (text,) = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "helper_opened"))
        settle_unsent(text, Unsent.REFUSED, NOW)
        (call,) = calls_to_make(scene.coordinator, now=NOW)
        assert (call.person, call.helpers) == (scene.person, ())
        assert words_aloud(call.message).startswith("도와주는 분께: 홍*동 님의 돌봄을")

    @pytest.mark.parametrize("helper", ["", "+821099998888"])
    def test_a_receipt_that_nobody_got_is_a_call_of_the_office(self, session: Session, helper: str) -> None:
        application = make_application(phone="+821012345678", now=NOW)
        if helper:
            application.person.phone = None
            application.helper_phone = helper
            withdraw_application(application, actor=OFFICE, now=NOW)
        kind = "application_withdrawn" if helper else "application_received"
        (text,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind))
        settle_unsent(text, Unsent.REFUSED, NOW)
        assert [call.message.kind for call in calls_to_make(OFFICE, now=NOW)] == [kind]

    @pytest.mark.parametrize("kind", [RequestKind.MESSAGE, RequestKind.OTHER_COORDINATOR])
    def test_a_helper_hears_of_an_answer_and_a_private_one_stays_the_offices(
        self, scene: Scene, kind: RequestKind
    ) -> None:
        make_helping(scene.person, HelperMay.SEE, actor=scene.coordinator, phone="+821055556666")
        scene.person.phone = "+821077776666"
        by = OFFICE if kind is RequestKind.OTHER_COORDINATOR else scene.coordinator
        request = ask(scene.person, kind, "부탁드립니다", actor=scene.resident, now=NOW)
        answer_request(request, "그렇게 하겠습니다.", actor=by, now=NOW)
        answered = select(OutboxMessage).where(OutboxMessage.kind == "request_answered")
        (message,) = db.session.scalars(answered)
        settle_unsent(message, Unsent.REFUSED, NOW)
        record_call(message, CallOutcome.HELPER_TEXTED, actor=OFFICE, now=NOW)
        (text,) = db.session.scalars(answered.where(OutboxMessage.audience == Audience.HELPER))
        assert (text.state, text.household_id) == (Delivery.WAITING, message.household_id)
        settle_unsent(text, Unsent.REFUSED, NOW)
        assert to_call(scene) == ([] if kind is RequestKind.OTHER_COORDINATOR else ["request_answered"])

    def test_nobody_is_texted_who_is_not_there(self, scene: Scene) -> None:
        with pytest.raises(Conflict):
            record_call(make_call(scene.person), CallOutcome.HELPER_TEXTED, actor=scene.coordinator, now=NOW)


@pytest.mark.usefixtures("now")
class TestPages:
    def signed_in(self, client: PortalClient, scene: Scene) -> None:
        db.session.commit()
        assert scene.coordinator.user_id is not None
        client.sign_in(scene.coordinator.user_id)

    def test_today_lists_them_and_one_click_ends_one(self, client: PortalClient, scene: Scene) -> None:
        make_visit(scene, scene.another_slot(days=10))
        self.signed_in(client, scene)
        page = client.get("/today").get_data(as_text=True)
        assert "전화로 알리기" in page
        assert "보낼 휴대전화나 메일이 없음" in page
        message = calls_to_make(scene.coordinator, now=NOW)[0].message
        sent = {"outcome": "told", "back": "/today?focus=x"}
        told = client.post(f"/calls/messages/{message.id}", data=sent, follow_redirects=True).get_data(as_text=True)
        assert "전했습니다" in told
        assert "전화로 알리기" not in told

    def test_an_outcome_that_does_not_exist_is_refused(self, client: PortalClient, scene: Scene) -> None:
        message = make_call(scene.person)
        self.signed_in(client, scene)
        page = client.post(f"/calls/messages/{message.id}", data={"outcome": "x"}, follow_redirects=True)
        assert "전화한 결과를 골라 주십시오." in page.get_data(as_text=True)


@pytest.mark.usefixtures("now")
class TestSeveral:
    """One answer for several calls: said beforehand which, and afterwards for whom it could not be."""

    def chosen(self, client: PortalClient, scene: Scene) -> list[str]:
        scene.line.plan.case.application.helper_phone = "+821099998888"
        other = make_scene()
        other.line.plan.case.coordinator_id = scene.line.plan.case.coordinator_id
        messages = [make_call(scene.person), make_call(other.person)]
        db.session.commit()
        assert scene.coordinator.user_id is not None
        client.sign_in(scene.coordinator.user_id)
        return [str(message.id) for message in messages]

    def test_are_all_ticked_without_a_script(self, client: PortalClient, scene: Scene) -> None:
        self.chosen(client, scene)
        assert (
            client.get("/calls?kind=messages").text.count(" checked")
            == client.get("/calls?kind=messages&all=1").text.count(" checked") - 2
        )

    def test_are_named_and_counted_before_anything_is_written(self, client: PortalClient, scene: Scene) -> None:
        shown = client.get(
            f"/calls/messages/several?{urlencode({'chosen': self.chosen(client, scene)}, doseq=True)}"
        ).text
        assert "전화 2건 한꺼번에 적기" in shown
        assert shown.count("홍*동 님") == 2

    def test_are_written_down_at_once(self, client: PortalClient, scene: Scene) -> None:
        sent = {"chosen": self.chosen(client, scene), "outcome": "told"}
        told = client.post("/calls/messages/several", data=sent, follow_redirects=True).text
        assert "2건을 적었습니다" in told
        assert to_call(scene) == []

    def test_for_whom_it_could_not_be_done_is_told_with_the_reason(self, client: PortalClient, scene: Scene) -> None:
        sent = {"chosen": self.chosen(client, scene), "outcome": "helper_texted"}
        told = client.post("/calls/messages/several", data=sent, follow_redirects=True).text
        assert "1건을 적었습니다" in told
        assert "하지 못함: 홍*동 님" in told
        assert "문자를 받을 도와주는 분이 없습니다." in told
        assert len(to_call(scene)) == 1

    def test_nothing_chosen_leads_back_to_the_list(self, client: PortalClient, scene: Scene) -> None:
        self.chosen(client, scene)
        assert "목록에서 먼저 골라" in client.get("/calls/messages/several", follow_redirects=True).text
        assert client.get("/calls/messages/several?chosen=nonsense").status_code == 302

    def test_of_others_are_not_among_them(self, client: PortalClient, scene: Scene) -> None:
        foreign = make_call(make_scene().person)
        sent = {"chosen": [self.chosen(client, scene)[0], str(foreign.id)], "outcome": "told"}
        assert "1건을 적었습니다" in client.post("/calls/messages/several", data=sent, follow_redirects=True).text
        assert foreign.called_at is None
