"""The waiting list: who is let onto it, whose turn it is, how long a place is kept, and what ends a wait."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.gate.states import Hindrance
from portal.coordinators.plans.actions import agree_plan, write_plan
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import AgreedBy, HowOften, PlanState
from portal.coordinators.referrals.actions import decline_referral, request_referral
from portal.coordinators.referrals.states import CancelledBy, DeclineReason, ReferralState
from portal.coordinators.visits.actions import cancel_visit
from portal.coordinators.waitlist.actions import Wish, let_go, put_on_list, take_off, take_place
from portal.coordinators.waitlist.looking import Looking
from portal.coordinators.waitlist.models import WaitEntry
from portal.coordinators.waitlist.offering import offer_places, places_wanted
from portal.coordinators.waitlist.queries import turn_of, waits_for
from portal.coordinators.waitlist.states import WaitEnd, WaitState
from portal.coordinators.waitlist.tasks import offer_what_is_free
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.extensions import db
from portal.residents.applications.states import DayTime, Urgency
from portal.residents.households.actions import note_death
from tests.factories.consortium import NOW, OFFICE, TODAY, make_service
from tests.factories.referrals import counts, make_referral, make_scene, make_user, make_visit
from tests.factories.waiting import kept_for, make_kept, make_place, make_wait, make_waiting_line
from tests.integration.capacity.test_free import counting
from tests.integration.ledger.scenes import make_paid

LATER = NOW + timedelta(hours=3)
AFTER_IT_WAS_KEPT = NOW + timedelta(days=2)


class TestGettingOntoTheList:
    def test_a_need_waits_once_and_only_where_no_place_that_suits_is_free(self, session: Session) -> None:
        line = make_waiting_line()
        actor = line.plan.case.coordinator.actor
        place = make_place(line.service, hour=10)
        with pytest.raises(DomainError, match="맞는 빈자리가 있습니다") as refused:
            put_on_list(line, Wish((), line.until_on), actor=actor, now=NOW)
        assert refused.value.field == "wanted"
        entry = put_on_list(line, Wish((DayTime.WEEKEND,), line.until_on), actor=actor, now=NOW)
        assert (entry.state, turn_of(entry), counts(place.id)) == (WaitState.WAITING, 1, (0, 0))
        with pytest.raises(Conflict, match="이미 대기 명단"):
            put_on_list(line, Wish((), line.until_on), actor=actor, now=NOW)

    def test_what_is_referred_drafted_or_over_does_not_wait(self, session: Session) -> None:
        scene, draft = make_scene(), make_waiting_line(plan_state=PlanState.DRAFT)
        make_referral(scene)
        late = make_waiting_line()
        for line, until_on, words in (
            (scene.line, scene.line.until_on, "이미 연계한"),
            (draft, draft.until_on, "합의한 계획이 아닙니다"),
            (late, late.until_on + timedelta(days=1), "오래 기다릴 수 없습니다"),
            (late, TODAY - timedelta(days=1), "지난 날"),
        ):
            with pytest.raises(DomainError, match=words):
                put_on_list(line, Wish((), until_on), actor=line.plan.case.coordinator.actor, now=NOW)
        with pytest.raises(Forbidden):
            put_on_list(late, Wish((), late.until_on), actor=scene.worker, now=NOW)


class TestWhoseTurnItIs:
    def test_the_more_urgent_then_whoever_waits_longest_for_whom_it_fits(self, session: Session) -> None:
        service = make_service(name="청소")
        first = make_wait(make_waiting_line(service), now=NOW)
        weekends = make_wait(make_waiting_line(service), wanted=(DayTime.WEEKEND,), now=NOW - timedelta(days=9))
        urgent = make_wait(make_waiting_line(service, urgency=Urgency.URGENT), now=LATER)
        last = make_wait(make_waiting_line(service), now=LATER)
        in_order = [urgent, weekends, first, last]
        assert [turn_of(each) for each in in_order] == [1, 2, 3, 4]
        assert list(waits_for(OFFICE, 1).items) == in_order
        assert offer_places([make_place(service, capacity=2).id], LATER) == 2
        assert [each.state for each in (urgent, first)] == [WaitState.OFFERED] * 2
        assert [each.state for each in (weekends, last)] == [WaitState.WAITING] * 2

    def test_the_first_in_line_has_the_soonest_place_whichever_was_posted_first(self, session: Session) -> None:
        first = make_wait(now=NOW)
        second = make_wait(make_waiting_line(first.service), now=LATER)
        far, soon = make_place(first.service, days=20), make_place(first.service, days=2)
        assert offer_what_is_free(LATER) == 2
        assert [kept_for(each).slot_id for each in (first, second)] == [soon.id, far.id]

    def test_many_places_are_looked_at_in_as_many_statements_as_few(self, session: Session) -> None:
        entry = make_wait(now=NOW)
        weekends = make_wait(make_waiting_line(entry.service), wanted=(DayTime.WEEKEND,), now=NOW)

        def asked() -> int:
            with counting(session) as statements:
                assert len(places_wanted(entry.service_id, Looking(LATER))) == 1
            return len(statements)

        make_place(entry.service, hour=9)
        asked()
        few = asked()
        for hour in range(10, 18):
            make_place(entry.service, hour=hour)
        assert (asked(), weekends.state) == (few, WaitState.WAITING)

    def test_who_is_over_their_cap_does_not_wait_for_a_place_and_is_not_passed_by_in_silence(
        self, session: Session
    ) -> None:
        paid = make_paid(annual_cap=10_000)
        line, slot, actor = paid.scene.line, paid.scene.slot, paid.scene.coordinator
        with pytest.raises(DomainError, match="남은 지원"):
            put_on_list(line, Wish((), line.until_on), actor=actor, now=NOW)
        slot.closed_at = NOW
        entry = make_wait(line)
        slot.closed_at = None
        assert offer_what_is_free(NOW) == 0
        assert (entry.state, entry.hindrance, counts(slot.id)) == (WaitState.WAITING, Hindrance.OVER_CAP, (0, 0))
        slot.closed_at = NOW
        offer_what_is_free(LATER)
        assert entry.hindrance is None

    def test_a_declined_request_and_a_cancelled_visit_make_room(self, session: Session) -> None:
        declined, cancelled = make_scene(capacity=1), make_scene(capacity=1)
        referral = make_referral(declined)
        visit = make_visit(cancelled)
        waiting = [make_wait(make_waiting_line(scene.line.service)) for scene in (declined, cancelled)]
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=declined.worker, now=NOW)
        cancel_visit(visit, CancelledBy.RESIDENT, actor=cancelled.resident, now=NOW)
        assert [each.offer.slot_id for each in waiting if each.offer] == [declined.slot.id, cancelled.slot.id]
        assert counts(declined.slot.id) == counts(cancelled.slot.id) == (1, 0)

    def test_new_places_are_kept_by_the_job(self, session: Session) -> None:
        entry = make_wait()
        place = make_place(entry.service)
        assert offer_what_is_free(NOW) == 1
        assert (entry.state, counts(place.id)) == (WaitState.OFFERED, (1, 0))
        assert offer_what_is_free(NOW) == 0


class TestAKeptPlace:
    def test_becomes_a_referral_that_holds_it(self, session: Session) -> None:
        entry = make_kept()
        offer = entry.offer
        assert offer is not None
        referral = take_place(entry, kept_for(entry).id, actor=entry.case.coordinator.actor, now=LATER)
        assert (referral.state, referral.slot_id, counts(offer.slot_id)) == (
            ReferralState.REQUESTED, offer.slot_id, (1, 0),
        )  # fmt: skip
        assert (entry.state, entry.offer, turn_of(entry)) == (WaitState.TAKEN, None, None)

    def test_that_comes_to_nothing_leaves_them_where_they_stood(self, session: Session) -> None:
        entry = make_kept()
        referral = take_place(entry, kept_for(entry).id, actor=entry.case.coordinator.actor, now=LATER)
        worker = make_user(Role.COOPERATIVE, "문다정", organisation=referral.organisation).actor
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=worker, now=LATER)
        again = make_wait(entry.line, wanted=(DayTime.WEEKEND,), now=AFTER_IT_WAS_KEPT)
        assert (again.id != entry.id, again.since) == (True, NOW)

    def test_is_refused_by_the_gate_and_when_it_is_over(self, session: Session) -> None:
        entry = make_kept()
        session.commit()
        with pytest.raises(Conflict, match="시간이 지났습니다"):
            take_place(entry, kept_for(entry).id, actor=entry.case.coordinator.actor, now=AFTER_IT_WAS_KEPT)
        session.rollback()
        assert entry.offer is not None
        entry.offer.slot.closed_at = NOW
        with pytest.raises(DomainError, match="닫힌 시간"):
            take_place(entry, kept_for(entry).id, actor=entry.case.coordinator.actor, now=LATER)
        session.rollback()
        assert (entry.state, counts(entry.offer.slot_id)) == (WaitState.OFFERED, (1, 0))

    @pytest.mark.on_sqlite
    def test_is_answered_as_it_was_shown_and_never_another_one(self, session: Session) -> None:
        entry = make_kept()
        seen, actor = kept_for(entry).id, entry.case.coordinator.actor
        make_place(entry.service, days=6)
        offer_what_is_free(AFTER_IT_WAS_KEPT)
        session.commit()
        assert kept_for(entry).id != seen
        for answer in (take_place, let_go):
            with pytest.raises(Conflict, match="다음 분께 넘어갔습니다"):
                answer(entry, seen, actor=actor, now=AFTER_IT_WAS_KEPT)
            session.rollback()
        assert (entry.state, kept_for(entry).id != seen) == (WaitState.OFFERED, True)

    @pytest.mark.parametrize("by_hand", [True, False])
    def test_that_is_not_taken_goes_to_the_next_and_not_to_the_same_again(
        self, session: Session, *, by_hand: bool
    ) -> None:
        entry = make_kept()
        assert entry.offer is not None
        place = entry.offer.slot
        other = make_wait(make_waiting_line(entry.service), now=LATER)
        if by_hand:
            let_go(entry, kept_for(entry).id, actor=entry.case.coordinator.actor, now=LATER)
        else:
            offer_what_is_free(AFTER_IT_WAS_KEPT)
        assert (entry.state, other.state, counts(place.id)) == (WaitState.WAITING, WaitState.OFFERED, (1, 0))
        take_off(other, WaitEnd.NOT_WANTED, actor=other.case.coordinator.actor, now=AFTER_IT_WAS_KEPT)
        offer_what_is_free(AFTER_IT_WAS_KEPT)
        assert (entry.state, turn_of(entry), counts(place.id)) == (WaitState.WAITING, 1, (0, 0))


def die(entry: WaitEntry) -> None:
    note_death(entry.case.person, reason="가족이 알림", actor=OFFICE, now=LATER)


def refer_by_hand(entry: WaitEntry) -> None:
    place = make_place(entry.service, days=4)
    request_referral(entry.line, place.id, note="", actor=entry.case.coordinator.actor, now=LATER)


def let_time_pass(entry: WaitEntry) -> None:
    entry.until_on = day_of(NOW)
    offer_what_is_free(NOW + timedelta(days=1, hours=1))


@pytest.mark.parametrize(
    ("act", "why"), [(die, WaitEnd.DIED), (refer_by_hand, WaitEnd.FOUND), (let_time_pass, WaitEnd.OVER)]
)
def test_a_wait_ends_with_what_it_rests_on_and_its_place_goes_to_the_next(
    session: Session, act: Callable[[WaitEntry], None], why: WaitEnd
) -> None:
    entry = make_kept()
    assert entry.offer is not None
    place = entry.offer.slot
    following = make_wait(make_waiting_line(entry.service), now=LATER)
    act(entry)
    db.session.flush()
    assert (entry.state, entry.end_reason) == (WaitState.ENDED, why)
    assert following.offer is not None
    assert (following.offer.slot_id, counts(place.id)) == (place.id, (1, 0))


@pytest.mark.on_sqlite
def test_two_lines_of_a_service_go_on_one_by_one_by_the_plan_in_force(session: Session) -> None:
    line = make_waiting_line()
    case, actor = line.plan.case, line.plan.case.coordinator.actor
    given: dict[str, Any] = {
        "need": "도움",
        "goal": "편안한 하루",
        "how_often": HowOften.ONCE,
        "until_on": line.until_on,
    }
    second = PlanLine(plan=line.plan, position=2, service=line.service, **given)
    db.session.add(second)
    db.session.flush()
    waits = [make_wait(each) for each in (second, line)]
    for lines in (2, 1):
        drafts = [LineDraft(service_id=line.service_id, **given)] * lines
        plan = write_plan(case, drafts, aim="", ends_on=line.until_on, actor=actor, now=NOW)
        agree_plan(plan, AgreedBy.PHONE, actor=actor, now=NOW)
        assert [wait.line.plan_id for wait in waits][-lines:] == [plan.id] * lines
        assert waits[0].line.position > waits[1].line.position
    assert [wait.end_reason for wait in waits] == [WaitEnd.PLAN, None]
