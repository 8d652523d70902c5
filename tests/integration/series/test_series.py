"""Regular visits are previewed, asked, answered and booked as one, by the rules of each single visit."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.coordinators.referrals.actions import accept_referral, decline_referral
from portal.coordinators.referrals.queries import awaiting_answer, awaiting_answer_count, referrals_to_act_on
from portal.coordinators.referrals.states import CancelledBy, DeclineReason, ReferralState
from portal.coordinators.series.actions import ask_series, end_series, withdraw_series
from portal.coordinators.series.answering import accept_series, decline_series
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.preview import preview
from portal.coordinators.series.queries import places_for, referrals_of, to_answer
from portal.coordinators.series.running import stop_series
from portal.coordinators.series.states import Gap, OnHoliday, SeriesState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene, counts, make_case, make_line, make_scene, make_visit
from tests.factories.series import FIRST, every_week, make_running, make_series, weekly, wish_of
from tests.factories.workers import make_worker
from tests.integration.ledger.scenes import TWO_HOURS, make_paid

S, G = SeriesState, Gap


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def gaps_of(scene: Scene, **rule: Any) -> list[tuple[str, Gap | None]]:
    found = preview(scene.line, wish_of(scene, **rule), now=NOW)
    return [(f"{each.day:%m-%d}", each.gap) for each in found.days]


def messages(kind: str) -> int:
    return db.session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.kind == kind)) or 0


class TestPreview:
    def test_each_day_says_what_it_would_meet(self, scene: Scene) -> None:
        slots = weekly(scene, 5)
        make_visit(scene, scene.another_slot(days=8, starts_at=time(11)))
        scene.line.times = 2
        slots[2].held = slots[2].capacity
        slots[3].closed_at = NOW
        scene.line.until_on = slots[4].starts_at.date() - timedelta(days=1)
        db.session.flush()
        assert gaps_of(scene, times=5) == [
            ("11-24", None),
            ("12-01", G.CLASH),
            ("12-08", G.FULL),
            ("12-15", G.NO_PLACE),
            ("12-22", G.AFTER_LINE),
        ]
        assert (messages("series_asked"), counts(slots[0].id)) == (0, (0, 0)), "nothing is kept"

    def test_holidays_and_days_without_places_are_named(self, scene: Scene) -> None:
        weekly(scene, 1)
        christmas = date(2026, 12, 25)
        scene.another_slot(days=(christmas + timedelta(days=3) - TODAY).days, starts_at=time(10))
        found = gaps_of(scene, first_on=christmas, times=2)
        assert found == [("12-25", G.HOLIDAY), ("01-01", G.HOLIDAY)]
        moved = preview(scene.line, wish_of(scene, first_on=christmas, times=1, on_holiday=OnHoliday.NEXT), now=NOW)
        assert [(each.day.day, each.moved_from, each.gap) for each in moved.days] == [(28, christmas, None)]
        assert gaps_of(scene, first_on=date(2026, 12, 8), times=1) == [("12-08", G.NO_PLACE)]
        assert gaps_of(scene, first_on=date(2027, 2, 16), times=1) == [("02-16", G.NOT_OPEN)]

    def test_what_a_holiday_moves_takes_no_other_week(self, scene: Scene) -> None:
        every_week(scene.line)
        scene.line.until_on = date(2027, 3, 31)
        for day in (date(2026, 12, 18), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 8)):
            scene.another_slot(days=(day - TODAY).days, starts_at=time(10))
        moved: dict[str, Any] = {"first_on": date(2026, 12, 18), "on_holiday": OnHoliday.NEXT}
        free = [("12-18", None), ("12-28", None), ("01-04", None), ("01-08", None)]
        assert gaps_of(scene, times=4, **moved) == free
        wish = wish_of(scene, times=3, **moved)
        ask_series(scene.line, wish, takes_gaps=False, note="", actor=scene.coordinator, now=NOW)
        assert gaps_of(scene, first_on=date(2027, 1, 8), times=1) == free[3:], "what is asked counts the same"

    def test_what_the_plan_says_bounds_it(self, scene: Scene) -> None:
        slots = weekly(scene, 3)
        make_visit(scene, scene.another_slot(days=10))
        assert gaps_of(scene, times=3) == [("11-24", None), ("12-01", G.OVER_LINE), ("12-08", None)]
        assert len(slots) == 3

    def test_the_cap_ends_after_a_visit_that_is_told(self, session: Session) -> None:
        paid = make_paid(annual_cap=3 * TWO_HOURS)
        weekly(paid.scene, 5)
        make_visit(paid.scene, paid.scene.another_slot(days=2))
        every_week(paid.scene.line, 2)
        found = preview(paid.scene.line, wish_of(paid.scene, times=5), now=NOW)
        assert [each.gap for each in found.days] == [None, None, G.OVER_CAP, G.OVER_CAP, G.OVER_CAP]
        assert (found.visits_before_cap_ends, found.cap_ends and found.cap_ends.day) == (2, date(2026, 12, 8))
        assert (found.support, found.own_share, found.left) == (2 * TWO_HOURS, 0, 0)

    def test_places_that_come_back_are_offered(self, scene: Scene) -> None:
        weekly(scene, 3)
        (place,) = places_for(scene.line, now=NOW)
        assert (place.starts_at, place.ends_at, place.weekdays, place.is_known) == (time(10), time(12), (1,), False)


class TestAsking:
    def test_one_request_holds_every_place(self, scene: Scene) -> None:
        slots = weekly(scene, 4)
        series = ask_series(
            scene.line, wish_of(scene), takes_gaps=False, note="초인종", actor=scene.coordinator, now=NOW
        )
        assert series.state is S.ASKED
        assert series.last_on == FIRST + timedelta(weeks=3)
        assert [counts(slot.id) for slot in slots] == [(1, 0)] * 4
        assert messages("series_asked") == 1
        assert messages("referral_requested") == 0
        assert to_answer(scene.worker) == [series]
        assert awaiting_answer(scene.worker) == []
        assert db.session.scalar(awaiting_answer_count(scene.worker)) == 1
        late = NOW + timedelta(days=20)
        assert referrals_to_act_on(scene.coordinator, now=late) == [], "asked as one, it is late as one"

    def test_all_or_nothing(self, scene: Scene) -> None:
        slots = weekly(scene, 4)
        slots[1].held = slots[1].capacity
        db.session.flush()
        with pytest.raises(DomainError) as refused:
            make_series_of(scene, takes_gaps=False)
        assert refused.value.field == "takes_gaps"
        assert refused.value.params == {"count": 1}
        series = make_series_of(scene, takes_gaps=True)
        assert [(gap.day, gap.reason) for gap in series.gaps] == [(FIRST + timedelta(weeks=1), G.FULL)]
        assert len(referrals_of(series)) == 3
        for slot in slots:
            slot.closed_at = NOW
        db.session.flush()
        with pytest.raises(DomainError) as nothing:
            make_series_of(scene, takes_gaps=True)
        assert nothing.value.field == "place"

    def test_who_may(self, scene: Scene) -> None:
        for actor in (scene.worker, scene.resident):
            with pytest.raises(Forbidden):
                ask_series(scene.line, wish_of(scene), takes_gaps=True, note="", actor=actor, now=NOW)
        series = make_series(scene)
        for act in (lambda who: accept_series(series, actor=who, now=NOW), lambda who: declined(series, who)):
            with pytest.raises(Forbidden):
                act(scene.coordinator)
        with pytest.raises(Forbidden):
            stop_series(series, TODAY, by=CancelledBy.RESIDENT, actor=scene.worker, now=NOW)


def make_series_of(scene: Scene, *, takes_gaps: bool) -> CareSeries:
    return ask_series(scene.line, wish_of(scene), takes_gaps=takes_gaps, note="", actor=scene.coordinator, now=NOW)


def declined(series: CareSeries, who: Actor) -> None:
    decline_series(series, DeclineReason.NO_CAPACITY, actor=who, now=NOW)


class TestAnswering:
    def test_accepted_once_all_is_booked(self, session: Session) -> None:
        paid = make_paid()
        series = make_running(paid.scene)
        assert series.state is S.RUNNING
        visits = list(session.scalars(select(Visit)))
        assert [visit.state for visit in visits] == [VisitState.BOOKED] * 4
        assert all(visit.resident_confirmed_at == NOW for visit in visits)
        assert paid.amounts() == (4 * TWO_HOURS, 0)
        assert (messages("series_booked"), messages("visit_booked"), messages("series_answered")) == (1, 0, 1)

    def test_no_day_is_answered_alone(self, scene: Scene) -> None:
        first, *_rest = referrals_of(make_series(scene))
        with pytest.raises(Conflict):
            accept_referral(first, actor=scene.worker, now=NOW)
        with pytest.raises(Conflict):
            decline_referral(first, DeclineReason.SAFETY, actor=scene.worker, now=NOW)

    def test_declined_once_nothing_is_left(self, scene: Scene) -> None:
        series = make_series(scene)
        declined(series, scene.worker)
        assert series.state is S.DECLINED
        assert series.decline_reason is DeclineReason.NO_CAPACITY
        assert {each.state for each in referrals_of(series)} == {ReferralState.CLOSED}
        assert counts(scene.slot.id) == (0, 0)
        assert referrals_to_act_on(scene.coordinator, now=NOW) == []
        end_series(series, actor=scene.coordinator, now=NOW)
        with pytest.raises(Conflict):
            accept_series(series, actor=scene.worker, now=NOW)

    def test_taken_back_nothing_is_left(self, scene: Scene) -> None:
        series = make_series(scene)
        withdraw_series(series, actor=scene.coordinator, now=NOW)
        assert series.state is S.WITHDRAWN
        assert counts(scene.slot.id) == (0, 0)
        assert messages("series_withdrawn") == 1
        assert messages("referral_withdrawn") == 0

    @pytest.mark.parametrize("takes_gaps", [False, True])
    def test_a_day_that_broke_meanwhile(self, session: Session, takes_gaps: bool) -> None:
        """The cap went elsewhere between question and answer: all is refused, or the rest is booked."""
        paid = make_paid(annual_cap=4 * TWO_HOURS)
        series = make_series(paid.scene, takes_gaps=takes_gaps)
        every_week(paid.scene.line, 2)
        paid.book(paid.slot_on(TODAY + timedelta(days=3)))
        if not takes_gaps:
            with pytest.raises(Conflict) as refused:
                accept_series(series, actor=paid.scene.worker, now=NOW)
            assert "코디네이터" in refused.value.message
            assert "지원" not in refused.value.message
            return
        done = accept_series(series, actor=paid.scene.worker, now=NOW)
        assert (done.booked, done.left_out) == (3, 1)
        assert [(gap.day, gap.reason) for gap in series.gaps] == [(FIRST + timedelta(weeks=3), G.OVER_CAP)]
        assert series.last_on == FIRST + timedelta(weeks=2)
        told = db.session.scalars(select(OutboxMessage.body).where(OutboxMessage.kind == "series_answered")).one()
        assert "3번 예약되었습니다.\n예약하지 못한 날: 2026. 12. 15.(화)" in told
        assert paid.amounts() == (4 * TWO_HOURS, 0)

    def test_the_same_worker_goes_wherever_they_may(self, scene: Scene) -> None:
        worker = make_worker(scene.slot.organisation_id, scene.line.service)
        series = make_series(scene, weeks=3)
        busy = make_visit(scene_of_other(scene), scene.another_slot(days=8, starts_at=time(11)))
        busy.worker_id = worker.id
        db.session.flush()
        accept_series(series, worker_id=worker.id, actor=scene.worker, now=NOW)
        named = db.session.scalars(
            select(Visit.worker_id).where(Visit.household_id == series.household_id).order_by(Visit.starts_at)
        )
        assert list(named) == [worker.id, None, worker.id]


def scene_of_other(scene: Scene) -> Scene:
    """Another household with the same co-operative and service."""
    return replace(scene, line=make_line(make_case(), scene.line.service))
