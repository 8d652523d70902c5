"""The screens of referrals: refer in few taps, answer without opening, see only what one may."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.consortium.capacity.models import Slot
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.core.permissions import Role
from portal.db.one_time import OneTimeKey
from portal.extensions import db
from portal.residents.applications.states import Urgency
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.web.links import link_to
from tests.client import PortalClient
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import (
    Scene,
    counts,
    make_accepted,
    make_case,
    make_consents,
    make_line,
    make_person,
    make_referral,
    make_scene,
    make_user,
    make_visit,
    put_in,
)
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite

S = ReferralState


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    """The present moment of the factories."""
    with time_machine.travel(NOW, tick=False):
        yield


def sign_in(client: PortalClient, scene: Scene, who: str) -> None:
    user_id = getattr(scene, who).user_id
    db.session.commit()
    client.sign_in(user_id)


def body(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def state_of(referral: Referral) -> ReferralState:
    return db.session.get_one(Referral, referral.id, populate_existing=True).state


def referral_at(slot: Slot) -> Referral:
    return db.session.scalars(select(Referral).where(Referral.slot_id == slot.id)).one()


class TestReferring:
    def test_proposes_three_times_and_then_the_days(self, client: PortalClient, scene: Scene) -> None:
        for days in (2, 3, 4):
            scene.another_slot(days=days)
        sign_in(client, scene, "coordinator")
        html = body(client, f"/referrals/lines/{scene.line.id}")
        first, by_day = html.split('id="by-day"')
        assert first.count('name="slot"') == 3
        assert by_day.count('name="slot"') == 4
        assert "11월 24일 화요일, 오전 1곳 가능" in words_of(html)
        for words in ("울림두레돌봄사회적협동조합", "빈자리 2곳", "12,000원 (시간)", "2주에 1회"):
            assert words in first

    def test_asks_with_the_button_of_a_time(self, client: PortalClient, scene: Scene) -> None:
        sign_in(client, scene, "coordinator")
        answer = client.post(f"/referrals/lines/{scene.line.id}", data={"slot": scene.slot.id, "note": "천천히"})
        asked = db.session.scalars(select(Referral)).one()
        assert answer.location == f"/referrals/{asked.id}?asked=1"
        assert "연계 거두기" in body(client, answer.location)
        assert (asked.note_for_provider, counts(scene.slot.id)) == ("천천히", (1, 0))

    def test_sent_twice_asks_once(self, client: PortalClient, scene: Scene) -> None:
        sign_in(client, scene, "coordinator")
        sent: dict[str, Any] = {"data": {"slot": scene.slot.id}, "form_key": "one-key-for-two-sendings"}
        answers = [client.post(f"/referrals/lines/{scene.line.id}", **sent) for _ in range(2)]
        assert answers[0].location == answers[1].location
        assert counts(scene.slot.id) == (1, 0)

    def test_a_time_that_is_taken_by_now_is_told_and_the_note_stays(self, client: PortalClient, scene: Scene) -> None:
        full = scene.another_slot(capacity=1, confirmed=1)
        sign_in(client, scene, "coordinator")
        answer = client.post(f"/referrals/lines/{scene.line.id}", data={"slot": full.id, "note": "천천히"})
        html = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "자리가 모두 찼습니다" in html
        assert "천천히" in html

    def test_a_time_that_was_taken_meanwhile_leads_back_to_the_times(self, client: PortalClient, scene: Scene) -> None:
        full = scene.another_slot(capacity=1, confirmed=1)
        sign_in(client, scene, "coordinator")
        answer = client.post(f"/referrals/lines/{scene.line.id}", data={"slot": full.id, "note": ""})
        assert (answer.status_code, answer.location) == (303, f"/referrals/lines/{scene.line.id}?taken=1")
        assert db.session.scalars(select(OneTimeKey)).all() == []
        html = body(client, answer.location)
        assert "자리가 모두 찼습니다" in html
        assert str(scene.slot.id) in html

    def test_who_took_the_last_place_and_sends_again_is_answered_as_before(
        self, client: PortalClient, scene: Scene
    ) -> None:
        last = scene.another_slot(capacity=1)
        sign_in(client, scene, "coordinator")
        sent: dict[str, Any] = {"data": {"slot": last.id, "note": ""}, "form_key": "one-key-for-the-last-place"}
        answers = [client.post(f"/referrals/lines/{scene.line.id}", **sent) for _ in range(2)]
        assert answers[0].location == answers[1].location == f"/referrals/{referral_at(last).id}?asked=1"
        assert counts(last.id) == (1, 0)

    def test_without_consent_says_what_to_do(self, client: PortalClient, scene: Scene) -> None:
        person = make_person()
        make_consents(person, missing=(ConsentKind.THIRD_PARTY,))
        case = make_case(person)
        line = make_line(case, scene.line.service)
        db.session.commit()
        client.sign_in(case.coordinator_id)
        html = body(client, f"/referrals/lines/{line.id}")
        assert "제3자 제공 동의가 없습니다" in html
        assert f"/households/{case.household_id}/consents" in html
        assert 'name="slot"' not in html

    def test_without_a_free_place_names_whom_to_call(self, client: PortalClient, scene: Scene) -> None:
        scene.slot.capacity = 0
        sign_in(client, scene, "coordinator")
        html = body(client, f"/referrals/lines/{scene.line.id}")
        assert "빈자리가 없습니다" in html
        assert scene.slot.organisation.phone in html

    def test_is_not_for_another_coordinators_household(self, client: PortalClient, scene: Scene) -> None:
        line = make_line()
        sign_in(client, scene, "coordinator")
        assert client.get(f"/referrals/lines/{line.id}").status_code == 404


class TestAnswering:
    def test_can_be_read_without_opening_and_names_nobody(self, client: PortalClient, scene: Scene) -> None:
        make_referral(scene, note="초인종을 길게")
        sign_in(client, scene, "worker")
        html = body(client, "/referrals")
        for words in ("청소", "11월 24일 화요일 10:00~12:00", "망원1동", "홍*동", "초인종을 길게", "수락하기"):
            assert words in words_of(html)
        assert "홍길동" not in html
        assert "월드컵로" not in html

    def test_accept_in_one_tap_with_a_way_back(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene)
        sign_in(client, scene, "worker")
        answer = client.post(f"/referrals/{referral.id}/accept")
        html = body(client, answer.location)
        assert 'data-undo-seconds="30"' in html
        assert f"/referrals/{referral.id}/undo-accept" in html
        client.post(f"/referrals/{referral.id}/undo-accept")
        assert state_of(referral) is S.REQUESTED

    def test_cannot_be_undone_once_booked(self, client: PortalClient, scene: Scene) -> None:
        referral = make_visit(scene).referral
        sign_in(client, scene, "worker")
        assert client.post(f"/referrals/{referral.id}/undo-accept").status_code == 409

    def test_decline_with_one_tap_on_a_reason(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene)
        sign_in(client, scene, "worker")
        assert client.post(f"/referrals/{referral.id}/decline", data={"reason": "no_capacity"}).status_code == 303
        assert state_of(referral) is S.DECLINED

    def test_another_reason_wants_words(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene)
        sign_in(client, scene, "worker")
        answer = client.post(f"/referrals/{referral.id}/decline", data={"reason": "other"})
        assert answer.status_code == 422
        assert "무엇인지 적어" in answer.get_data(as_text=True)

    def test_the_badge_counts_what_waits(self, client: PortalClient, scene: Scene) -> None:
        make_referral(scene)
        sign_in(client, scene, "worker")
        assert re.search(r'class="badge">.*?</span>1<', body(client, "/visits"), re.DOTALL)


class TestPage:
    def test_shows_the_person_after_acceptance_on_the_record(self, client: PortalClient, scene: Scene) -> None:
        referral = make_accepted(scene)
        sign_in(client, scene, "worker")
        html = body(client, f"/referrals/{referral.id}")
        for words in ("홍길동", "월드컵로 77 302호", "공동 현관 1234", "고양이 한 마리", "tel:"):
            assert words in html
        read = db.session.scalars(select(AuditEntry).where(AuditEntry.is_read)).one()
        assert (read.subject_id, read.details["fields"]) == (referral.household_id, "visit")

    def test_masks_the_person_before_and_after(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene)
        sign_in(client, scene, "worker")
        for state in (S.REQUESTED, S.DONE, S.WITHDRAWN, S.CLOSED):
            put_in(db.session.get_one(Referral, referral.id), state)
            db.session.commit()
            html = body(client, f"/referrals/{referral.id}")
            assert "홍*동" in html
            assert "홍길동" not in html
            assert "월드컵로" not in html

    def test_shows_no_coordinators_note_to_the_cooperative(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene)
        sign_in(client, scene, "coordinator")
        client.post(f"/referrals/{referral.id}/hold", data={"note": "입원하셨습니다"})
        assert "입원하셨습니다" in body(client, f"/referrals/{referral.id}")
        client.sign_in(scene.worker.user_id or uuid4())
        assert "입원하셨습니다" not in body(client, f"/referrals/{referral.id}")

    def test_offers_the_next_free_time_after_a_refusal(self, client: PortalClient, scene: Scene) -> None:
        later, referral = scene.another_slot(), make_referral(scene)
        put_in(referral, S.DECLINED)
        sign_in(client, scene, "coordinator")
        assert "11월 25일 수요일 14:00~16:00" in words_of(body(client, f"/referrals/{referral.id}"))
        answer = client.post(f"/referrals/{referral.id}/again", data={"slot": later.id})
        assert "?asked=1" in answer.location
        assert state_of(referral) is S.CLOSED

    def test_says_what_to_do_after_a_consent_was_withdrawn(self, client: PortalClient, scene: Scene) -> None:
        referral = make_visit(scene).referral
        kind = ConsentKind.THIRD_PARTY
        db.session.scalars(select(Consent).where(Consent.kind == kind)).one().withdrawn_at = NOW
        for who, words in (("worker", "가기 전에 코디네이터에게 전화"), ("coordinator", "동의 확인하기")):
            sign_in(client, scene, who)
            for address in (f"/referrals/{referral.id}", client.get(f"/visits/of/{referral.id}").location):
                html = body(client, address)
                assert words in html
                assert "홍길동" not in html

    def test_another_cooperative_finds_nothing(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene)
        stranger = make_user(Role.COOPERATIVE, "남의 일", organisation=make_organisation())
        db.session.commit()
        client.sign_in(stranger.id)
        assert client.get(f"/referrals/{referral.id}").status_code == 404
        assert client.post(f"/referrals/{referral.id}/accept").status_code == 404
        assert "홍*동" not in body(client, "/referrals/all")

    @pytest.mark.parametrize("state", list(S))
    def test_is_good_in_every_state_for_everyone(self, client: PortalClient, scene: Scene, state: S) -> None:
        referral = make_referral(scene)
        put_in(referral, state)
        for who in ("worker", "coordinator"):
            sign_in(client, scene, who)
            body(client, f"/referrals/{referral.id}")
            body(client, f"/referrals/all?state={state}")
            body(client, "/referrals")

    def test_is_not_for_residents(self, client: PortalClient, scene: Scene) -> None:
        sign_in(client, scene, "resident")
        assert client.get("/referrals").status_code == 403


class TestCoordinator:
    def test_sees_what_came_back(self, client: PortalClient, session: Session) -> None:
        scene = make_scene(urgency=Urgency.URGENT)
        make_accepted(scene)
        sign_in(client, scene, "coordinator")
        html = body(client, "/referrals")
        assert "수락함" in html
        assert "급함" in html

    def test_resumes_what_was_on_hold(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene)
        sign_in(client, scene, "coordinator")
        client.post(f"/referrals/{referral.id}/hold", data={"note": "여행"})
        client.post(f"/referrals/{referral.id}/resume")
        assert (state_of(referral), counts(scene.slot.id)) == (S.REQUESTED, (1, 0))

    def test_withdraws_and_closes(self, client: PortalClient, scene: Scene) -> None:
        withdrawn, ended = make_referral(scene), make_referral(scene, scene.another_slot())
        put_in(ended, S.DONE)
        sign_in(client, scene, "coordinator")
        client.post(f"/referrals/{withdrawn.id}/withdraw")
        client.post(f"/referrals/{ended.id}/close")
        assert (state_of(withdrawn), state_of(ended)) == (S.WITHDRAWN, S.CLOSED)

    def test_links_name_a_referral_to_those_who_may_see_it(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene)
        with client.application.test_request_context():
            assert link_to("referral", referral.id) is None
