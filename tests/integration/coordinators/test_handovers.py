"""A household that goes over: both sides say their part by a day, and meanwhile the new coordinator is in charge."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.actions import pair_again
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.handing_over import hand_over_households
from portal.coordinators.handovers.actions import give, take_over
from portal.coordinators.handovers.models import Handover
from portal.coordinators.handovers.notices import untruth_of_handover
from portal.coordinators.handovers.panels import AWAITED
from portal.coordinators.handovers.queries import get_handover, open_handovers
from portal.coordinators.handovers.states import HandoverState
from portal.core import clock
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Delivery, Unsent
from portal.web.agenda import Desk
from tests.client import PortalClient
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import OFFICE, make_coordinator, make_office, make_paired
from tests.factories.handovers import make_handover
from tests.factories.leave import make_leave, standing_in
from tests.factories.visiting import messages

WORDS = {"reason": "퇴사", "handover_note": "가구마다 적어 두었습니다."}


@pytest.fixture
def handover(session: Session) -> Handover:
    return make_handover()


class TestBothSides:
    def test_are_asked_by_a_day_while_the_new_one_is_in_charge(self, handover: Handover) -> None:
        assert handover.state is HandoverState.OPEN
        assert handover.due_on == TODAY + timedelta(days=3)
        assert in_charge(handover.case, TODAY).user is handover.taker
        for user in (handover.giver, handover.taker):
            assert open_handovers(user.actor) == [handover]

    @pytest.mark.parametrize("gives_first", [True, False])
    def test_say_their_part_in_any_order(self, handover: Handover, gives_first: bool) -> None:
        def write() -> None:
            give(handover, "개를 무서워하십니다.", actor=handover.giver.actor, now=NOW)

        def confirm() -> None:
            take_over(handover, actor=handover.taker.actor, now=NOW)

        first, second, between = (
            (write, confirm, HandoverState.GIVEN) if gives_first else (confirm, write, HandoverState.TAKEN)
        )
        first()
        assert handover.state is between
        second()
        assert (handover.state, handover.note) == (HandoverState.DONE, "개를 무서워하십니다.")
        assert open_handovers(OFFICE) == []
        with pytest.raises(Conflict):
            first()

    def test_nobody_says_it_for_the_other(self, handover: Handover) -> None:
        with pytest.raises(Forbidden):
            take_over(handover, actor=handover.giver.actor, now=NOW)
        with pytest.raises(Forbidden):
            take_over(handover, actor=OFFICE, now=NOW)
        with pytest.raises(Forbidden):
            give(handover, "글", actor=handover.taker.actor, now=NOW)
        with pytest.raises(NotFound):
            get_handover(handover.id, viewer=make_coordinator("박바다").actor)

    def test_need_words(self, handover: Handover) -> None:
        with pytest.raises(DomainError) as refused:
            give(handover, "", actor=handover.giver.actor, now=NOW)
        assert refused.value.field == "note"

    def test_the_office_writes_for_somebody_who_has_left(self, handover: Handover) -> None:
        handover.giver.disabled_at = NOW
        give(handover, "사무국이 들은 것입니다.", actor=OFFICE, now=NOW)
        assert handover.state is HandoverState.GIVEN

    def test_who_stands_in_says_it_for_who_is_away(self, handover: Handover) -> None:
        deputy = make_coordinator("박바다")
        make_leave(handover.taker, deputy)
        take_over(handover, actor=standing_in(deputy), now=NOW)
        assert handover.state is HandoverState.TAKEN


class TestMany:
    def test_get_one_mail_for_each_side(self, session: Session) -> None:
        office = make_office()
        giver, taker = make_coordinator("한지원"), make_coordinator("김하늘")
        cases = [make_paired(giver) for _ in range(3)]
        ids = [case.household_id for case in cases]
        hand_over_households(giver.id, ids, taker.id, **WORDS, actor=OFFICE, now=NOW)
        db.session.flush()
        mails = messages("household_handed_over")
        assert sorted(mail.recipient for mail in mails) == sorted([giver.email or "", taker.email or ""])
        assert all(case.household.number in mail.body for mail in mails for case in cases)
        assert all("가구마다 적어" not in mail.body for mail in mails)
        assert len({handover.bundle_id for handover in open_handovers(OFFICE)}) == 1
        assert "3가구" in shown(office)[0]

    def test_residents_hear_once_even_where_it_goes_on_at_once(self, handover: Handover) -> None:
        third, household_id = make_coordinator("박바다"), handover.case.household_id
        pair_again(handover.case, third.id, **WORDS, actor=OFFICE, now=NOW)
        db.session.flush()
        texts = [text for text in messages("coordinator_named") if text.subject_id == household_id]
        assert [text.body.count("박바다") for text in texts if text.state is Delivery.WAITING] == [1]
        assert {text.why for text in texts if text.state is Delivery.UNSENT} == {Unsent.SUPERSEDED}

    def test_what_went_on_since_is_asked_of_nobody(self, handover: Handover) -> None:
        pair_again(handover.case, make_coordinator("박바다").id, **WORDS, actor=OFFICE, now=NOW)
        (current,) = open_handovers(OFFICE)
        assert (current.giver, current.taker.name) == (handover.taker, "박바다")
        assert untruth_of_handover(about(handover, "take"), NOW) is Unsent.ENDED


class TestMessages:
    def test_ask_nobody_for_what_they_have_said(self, handover: Handover) -> None:
        assert untruth_of_handover(about(handover, "give"), NOW) is None
        give(handover, "글", actor=handover.giver.actor, now=NOW)
        assert untruth_of_handover(about(handover, "give"), NOW) is Unsent.ENDED
        assert untruth_of_handover(about(handover, "take"), NOW) is None


def about(handover: Handover, says: str) -> OutboxMessage:
    return OutboxMessage(subject_kind="handover", subject_id=handover.bundle_id, says=says)


def shown(office: User) -> list[str]:
    with current_app.test_request_context("/"):
        return [item.what for item in AWAITED.items(Desk(office.actor, NOW))]


class TestPages:
    def test_lead_from_the_day_to_both_parts(self, session: Session, client: PortalClient) -> None:
        handover = make_handover(now=clock.now())
        address = f"/handovers/{handover.id}"
        client.sign_in(handover.to_id)
        assert address in client.get("/today").text
        assert "인수했습니다" in client.get(address).text
        assert client.post(f"{address}/taking").status_code == 303
        assert address not in client.get("/today").text
        client.sign_in(handover.from_id)
        assert address in client.get("/today").text
        assert client.post(address, data={"note": ""}).status_code == 422
        assert client.post(address, data={"note": "개를 무서워하십니다."}).status_code == 303
        client.sign_in(handover.to_id)
        page = client.get(f"/households/{handover.case.household_id}").text
        assert "개를 무서워하십니다." in page
        assert db.session.scalars(select(Handover.state)).one() is HandoverState.DONE

    def test_the_office_sees_what_is_open(self, session: Session, client: PortalClient) -> None:
        handover = make_handover(now=clock.now())
        client.sign_in(make_office().id)
        assert f"/handovers/{handover.id}" in client.get("/handovers").text
        page = client.get("/inbox").text
        assert "인수 확인 기다리기" in page
        assert "인수인계 글 기다리기" in page
        assert client.get(f"/handovers/{handover.id}").status_code == 200
        assert client.post(f"/handovers/{handover.id}/taking").status_code == 403
