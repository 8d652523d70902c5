"""What is booked and would be refused today stands on a list of the coordinator and the co-operative, with ways out."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import ServicePrice
from portal.coordinators.gate.actions import keep_booking
from portal.coordinators.gate.broken import broken_for
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.gate.states import Door, Hindrance, WayOut
from portal.coordinators.gate.tasks import look_at_bookings
from portal.coordinators.referrals.actions import refer_again
from portal.coordinators.referrals.replacing import refer_to_next_slot
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.actions import move_visit
from portal.coordinators.visits.states import VisitState
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import (
    Scene,
    counts,
    make_coordinator,
    make_referral,
    make_scene,
    make_user,
    make_visit,
)
from tests.factories.visiting import messages
from tests.integration.coordinators.test_gate import (
    BREAKS,
    changed,
    close_day,
    hold_case,
    knock,
    take_consent_back,
)

H = Hindrance
OF_BOOKED = [hindrance for hindrance in BREAKS if hindrance is not H.NO_PRICE]


def broken(scene: Scene) -> list[Hindrance]:
    """What stands on the list once the job has looked: these tests change rows by hand."""
    db.session.flush()
    look_at_bookings(NOW)
    return [each.hindrance for each in broken_for(scene.coordinator, now=NOW)]


class TestList:
    @pytest.mark.parametrize("hindrance", OF_BOOKED)
    def test_holds_a_visit_that_no_longer_passes(self, session: Session, hindrance: Hindrance) -> None:
        scene = make_scene()
        make_visit(scene)
        BREAKS[hindrance](scene)
        assert hindrance in broken(scene)
        assert hindrance in {each.hindrance for each in broken_for(scene.worker, now=NOW)}

    @pytest.mark.parametrize("door", [Door.ACCEPT, Door.BOOK])
    @pytest.mark.parametrize("hindrance", BREAKS)
    def test_holds_what_waits_for_a_step_that_would_be_refused(
        self, session: Session, hindrance: Hindrance, door: Door
    ) -> None:
        scene = make_scene()
        knock(scene, door)
        BREAKS[hindrance](scene)
        assert hindrance in broken(scene)

    def test_is_empty_while_everything_passes(self, scene: Scene) -> None:
        make_visit(scene)
        make_referral(scene, scene.another_slot())
        assert broken(scene) == []

    def test_what_a_visit_costs_was_settled_when_it_was_booked(self, scene: Scene) -> None:
        make_visit(scene)
        BREAKS[H.NO_PRICE](scene)
        assert broken(scene) == []

    def test_leaves_out_what_has_begun(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        assert broken_for(scene.coordinator, now=scene.slot.starts_at) == []

    def test_is_nobodys_who_has_nothing_to_do_with_it(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        stranger = make_user(Role.COOPERATIVE, "다른 곳", organisation=make_organisation())
        assert broken_for(make_coordinator("김다른").actor, now=NOW) == []
        assert broken_for(stranger.actor, now=NOW) == []


class TestWaysOut:
    def test_depend_on_what_stands_against_it(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        (found,) = broken_for(scene.coordinator, now=NOW)
        assert list(found.ways_out) == [WayOut.MOVE, WayOut.ELSEWHERE, WayOut.CANCEL, WayOut.KEEP]

    def test_of_a_household_on_hold_lead_to_no_other_time(self, scene: Scene) -> None:
        make_referral(scene)
        hold_case(scene)
        assert broken(scene) == [H.ON_HOLD]
        (found,) = broken_for(scene.coordinator, now=NOW)
        assert list(found.ways_out) == [WayOut.WITHDRAW, WayOut.KEEP]

    def test_a_booked_visit_is_given_to_another_cooperative_at_once(self, scene: Scene) -> None:
        visit = make_visit(scene)
        close_day(scene)
        elsewhere = scene.another_slot(days=1, starts_at=time(10), organisation=make_organisation())
        again = refer_again(visit.referral, elsewhere.id, note="", actor=scene.coordinator, now=NOW)
        assert (visit.state, visit.referral.state) == (VisitState.CANCELLED_IN_TIME, ReferralState.CLOSED)
        assert again.state is ReferralState.REQUESTED
        assert (counts(scene.slot.id), counts(elsewhere.id)) == ((0, 0), (1, 0))
        assert broken(scene) == []

    def test_one_click_without_a_free_time_changes_nothing(self, scene: Scene) -> None:
        visit = make_visit(scene)
        close_day(scene)
        with pytest.raises(Conflict):
            refer_to_next_slot(visit.referral, actor=scene.coordinator, now=NOW)
        assert (visit.state, counts(scene.slot.id)) == (VisitState.BOOKED, (0, 1))

    def test_moving_takes_it_off_the_list(self, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        move_visit(visit, later.id, actor=scene.coordinator, now=NOW)
        assert broken_for(scene.coordinator, now=NOW) == []


class TestKeeping:
    def test_wants_a_reason_and_takes_it_off_the_list(self, scene: Scene) -> None:
        referral = make_visit(scene).referral
        close_day(scene)
        db.session.flush()
        with pytest.raises(DomainError, match="까닭을 적어"):
            keep_booking(referral, "", actor=scene.coordinator, now=NOW)
        assert broken(scene) == [H.CLOSED_DAY]
        keep_booking(referral, "그날은 오기로 했습니다", actor=scene.coordinator, now=NOW)
        assert broken_for(scene.coordinator, now=NOW) == []
        assert broken(scene) == []
        row = db.session.scalars(select(BookingBreak)).one()
        assert (row.hindrance, row.kept_by_id) == (H.CLOSED_DAY, scene.coordinator.user_id)

    def test_does_not_hide_what_breaks_it_next(self, scene: Scene) -> None:
        referral = make_visit(scene).referral
        close_day(scene)
        db.session.flush()
        keep_booking(referral, "그날은 오기로 했습니다", actor=scene.coordinator, now=NOW)
        take_consent_back(scene)
        assert broken(scene) == [H.CONSENT]

    def test_of_what_passes_is_refused(self, scene: Scene) -> None:
        with pytest.raises(Conflict, match="어긋난 것이 없는"):
            keep_booking(make_visit(scene).referral, "까닭", actor=scene.coordinator, now=NOW)


class TestHourlyLook:
    def test_tells_the_coordinator_and_the_cooperative_once(self, scene: Scene) -> None:
        referral = make_visit(scene).referral
        assert look_at_bookings(NOW) == 0
        close_day(scene)
        db.session.flush()
        assert look_at_bookings(NOW) == 1
        assert look_at_bookings(NOW + timedelta(hours=1)) == 0
        mails = messages("bookings_broken")
        assert {mail.recipient for mail in mails} == {referral.organisation.email, referral.case.coordinator.email}
        assert all("협동조합이 쉬는 날" in mail.body and "홍길동" not in mail.body for mail in mails)
        assert len(mails) == 2

    def test_remembers_each_once(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        db.session.flush()
        look_at_bookings(NOW)
        look_at_bookings(NOW)
        assert db.session.scalar(select(func.count()).select_from(BookingBreak)) == 1


@pytest.fixture
def at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def sign_in(client: PortalClient, user_id: UUID | None) -> None:
    assert user_id
    db.session.commit()
    client.sign_in(user_id)


@pytest.mark.usefixtures("at_now")
class TestPages:
    def test_the_coordinator_finds_the_ways_out(self, client: PortalClient, scene: Scene) -> None:
        visit = make_visit(scene)
        BREAKS[H.NO_MEMBER](scene)
        broken(scene)
        sign_in(client, scene.coordinator.user_id)
        shown = client.get("/bookings").text
        assert "예약이 어긋났습니다" in shown
        assert "회원이 아님" in shown
        assert f"/referrals/lines/{scene.line.id}?instead_of={visit.referral_id}" in shown
        assert f"/bookings/{visit.referral_id}/keep" in shown
        assert "회원이 아님" in client.get(f"/visits/{visit.id}").text
        assert "회원이 아님" in client.get(f"/referrals/{visit.referral_id}").text

    def test_one_click_asks_for_the_soonest_other_time_that_passes(self, client: PortalClient, scene: Scene) -> None:
        visit = make_visit(scene)
        close_day(scene)
        scene.another_slot(days=5)
        soonest = scene.another_slot(days=3)
        look_at_bookings(NOW)
        assert scene.coordinator.user_id is not None
        client.sign_in(scene.coordinator.user_id)
        assert client.post(f"/bookings/{visit.referral_id}/next").status_code == 303
        db.session.expire_all()
        assert (visit.state, counts(scene.slot.id), counts(soonest.id)) == (
            VisitState.CANCELLED_IN_TIME,
            (0, 0),
            (1, 0),
        )
        assert broken(scene) == []

    def test_the_cooperative_is_told_without_a_name(self, client: PortalClient, scene: Scene) -> None:
        make_visit(scene)
        take_consent_back(scene)
        broken(scene)
        sign_in(client, scene.worker.user_id)
        shown = client.get("/bookings").text
        assert "동의 없음" in shown
        assert "홍길동" not in shown
        assert "그대로 두기" not in shown
        desk = client.get("/referrals").text
        assert "어긋난 예약 1건" in desk
        assert "홍길동" not in desk

    def test_keeping_asks_for_the_reason(self, client: PortalClient, scene: Scene) -> None:
        visit = make_visit(scene)
        BREAKS[H.DONG](scene)
        broken(scene)
        sign_in(client, scene.coordinator.user_id)
        address = f"/bookings/{visit.referral_id}/keep"
        assert client.post(address, data={"reason": " "}).status_code == 422
        assert client.post(address, data={"reason": "이번에는 오기로 했습니다"}).status_code == 303
        assert "어긋난 예약이 없습니다" in client.get("/bookings").text

    def test_a_service_without_a_price_is_named_with_the_plan(self, client: PortalClient, scene: Scene) -> None:
        sign_in(client, scene.coordinator.user_id)
        address = f"/households/{scene.line.plan.case.household_id}/plan"
        assert "단가가 없어" not in client.get(address).text
        changed(ServicePrice, valid_from=date(2031, 1, 1))
        sign_in(client, scene.coordinator.user_id)
        assert "단가가 없어 아직 연계할 수 없는 서비스" in client.get(address).text

    def test_stand_first_on_the_day_of_the_coordinator(self, client: PortalClient, scene: Scene) -> None:
        make_visit(scene)
        BREAKS[H.INSURANCE](scene)
        broken(scene)
        sign_in(client, scene.coordinator.user_id)
        shown = client.get("/today").text
        assert "보험 기간이 아님" in shown
