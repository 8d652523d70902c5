"""What becomes of regular visits that are booked, and what is so whatever happens to them."""

from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.coordinators.referrals.queries import referrals_to_act_on
from portal.coordinators.referrals.states import CancelledBy, ReferralState
from portal.coordinators.series.actions import ask_series
from portal.coordinators.series.answering import accept_series
from portal.coordinators.series.queries import ending, referrals_of
from portal.coordinators.series.running import stop_series
from portal.coordinators.series.states import Gap, SeriesState
from portal.coordinators.visits.actions import cancel_visit, move_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.errors import DomainError
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene, counts, make_scene
from tests.factories.series import FIRST, make_running, weekly, wish_of
from tests.integration.ledger.scenes import TWO_HOURS, make_paid

S, G = SeriesState, Gap


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def messages(kind: str) -> int:
    return db.session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.kind == kind)) or 0


class TestAfterwards:
    def test_one_is_moved_or_cancelled_alone(self, scene: Scene) -> None:
        series = make_running(scene)
        first, second, *_rest = referrals_of(series)
        visits = {visit.referral_id: visit for visit in db.session.scalars(select(Visit))}
        move_visit(visits[first.id], scene.another_slot(days=2).id, actor=scene.coordinator, now=NOW)
        cancel_visit(visits[second.id], CancelledBy.RESIDENT, actor=scene.coordinator, now=NOW)
        states = [each.state for each in referrals_of(series)]
        assert states == [ReferralState.BOOKED, ReferralState.CANCELLED, ReferralState.BOOKED, ReferralState.BOOKED]

    def test_the_rest_is_cancelled_from_a_day_on(self, session: Session) -> None:
        paid = make_paid()
        scene = paid.scene
        series = make_running(scene)
        count = stop_series(
            series, FIRST + timedelta(weeks=2), by=CancelledBy.RESIDENT, note="입원", actor=scene.coordinator, now=NOW
        )
        assert count == 2
        assert series.state is S.STOPPED
        assert series.last_on == FIRST + timedelta(weeks=1)
        assert paid.amounts() == (2 * TWO_HOURS, 0)
        assert referrals_to_act_on(scene.coordinator, now=NOW) == []
        assert messages("series_stopped") == 2
        assert messages("visit_cancelled") == 0

    def test_the_rest_of_nothing_is_refused(self, scene: Scene) -> None:
        series = make_running(scene)
        for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=80)):
            with pytest.raises(DomainError) as refused, db.session.begin_nested():
                stop_series(series, day, by=CancelledBy.RESIDENT, actor=scene.coordinator, now=NOW)
            assert refused.value.field == "from_on"

    def test_two_weeks_before_its_end_it_comes_up_until_it_goes_on(self, scene: Scene) -> None:
        series = make_running(scene)
        soon = series.last_on - timedelta(days=14)
        assert ending(scene.coordinator, soon - timedelta(days=1)) == []
        assert ending(scene.coordinator, soon) == [series]
        scene.another_slot(days=29, starts_at=time(10))
        wish = wish_of(scene, first_on=series.last_on + timedelta(weeks=1), times=1)
        ask_series(scene.line, wish, takes_gaps=False, note="", actor=scene.coordinator, now=NOW, before=series)
        assert ending(scene.coordinator, soon) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cap=some.integers(0, 7),
    free=some.lists(some.integers(0, 2), min_size=5, max_size=5),
    takes_gaps=some.booleans(),
    stops=some.none() | some.integers(0, 4),
)
def test_whatever_happens(session: Session, cap: int, free: list[int], takes_gaps: bool, stops: int | None) -> None:
    """A series never overbooks, never exceeds the cap, and its charges are those of its visits."""
    paid = make_paid(annual_cap=cap * TWO_HOURS)
    scene = paid.scene
    slots = weekly(scene, 5)
    for slot, places in zip(slots, free, strict=True):
        slot.capacity = places
    db.session.flush()
    try:
        with db.session.begin_nested():
            wish = wish_of(scene, times=5)
            series = ask_series(scene.line, wish, takes_gaps=takes_gaps, note="", actor=scene.coordinator, now=NOW)
            accept_series(series, actor=scene.worker, now=NOW)
            if stops is not None:
                day = FIRST + timedelta(weeks=stops)
                stop_series(series, day, by=CancelledBy.RESIDENT, actor=scene.coordinator, now=NOW)
    except DomainError:
        pass
    db.session.flush()
    visits = set(
        session.scalars(
            select(Visit.id).where(Visit.household_id == scene.person.household_id, Visit.state == VisitState.BOOKED)
        )
    )
    held = session.scalars(
        select(Charge).where(Charge.person_id == scene.person.id, Charge.state == ChargeState.HELD)
    ).all()
    assert {charge.visit_id for charge in held} == visits
    assert paid.amounts() == (sum(charge.support for charge in held), 0)
    assert sum(charge.support for charge in held) <= cap * TWO_HOURS
    for slot, places in zip(slots, free, strict=True):
        assert sum(counts(slot.id)) <= places
        session.refresh(slot)
        assert (slot.held, slot.confirmed) == (
            0,
            len([1 for v in visits if session.get_one(Visit, v).slot_id == slot.id]),
        )
