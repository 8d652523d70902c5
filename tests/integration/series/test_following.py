"""What happens around regular visits reaches them as one: holds, deaths, a single day's way, a new plan, a decline."""

from datetime import date, time, timedelta
from functools import partial

import pytest
from flask import current_app
from sqlalchemy.orm import Session

from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.queries.household import overview
from portal.coordinators.fairness.queries import Wanted, shares
from portal.coordinators.fairness.rules import period_of
from portal.coordinators.plans.actions import agree_plan, write_plan
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import AgreedBy, HowOften
from portal.coordinators.referrals.actions import hold_referral, resume_referral, withdraw_referral
from portal.coordinators.referrals.queries import referrals_to_act_on
from portal.coordinators.referrals.states import CancelledBy, DeclineReason, ReferralState
from portal.coordinators.series import agenda
from portal.coordinators.series.actions import SeenOtherwise, ask_series, end_series
from portal.coordinators.series.answering import accept_series, decline_series
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.preview import preview
from portal.coordinators.series.queries import ending, line_to_go_on, places_for, referrals_of
from portal.coordinators.series.running import stop_series
from portal.coordinators.series.states import Gap, SeriesState
from portal.coordinators.series.tasks import end_what_is_over, watch_answers
from portal.core.errors import Conflict
from portal.core.urgency import Weight
from portal.extensions import db
from portal.monitoring.workplan.counting import count
from portal.monitoring.workplan.states import CountedBy
from portal.notifications.states import Audience
from portal.residents.households.actions import note_death
from portal.web.agenda import Desk, Item, Told
from tests.factories.consortium import NOW, OFFICE, TODAY, make_organisation
from tests.factories.referrals import Scene, counts, make_scene, put_in
from tests.factories.series import FIRST, make_running, make_series, weekly, wish_of
from tests.factories.visiting import messages
from tests.integration.ledger.scenes import TWO_HOURS, make_paid

S, G = SeriesState, Gap
WEEK = timedelta(weeks=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def told(kind: str) -> tuple[int, int]:
    """How many messages of a kind there are to the resident, and to others."""
    found = messages(kind)
    residents = [one for one in found if one.audience is Audience.RESIDENT]
    return len(residents), len(found) - len(residents)


class TestSingleDays:
    def test_a_day_that_is_held_goes_its_own_way(self, scene: Scene) -> None:
        """Resumed elsewhere it is asked alone: the answer of the first co-operative books nothing there."""
        series = make_series(scene, weeks=3)
        held, *_others = referrals_of(series)
        hold_referral(held, note="병원", actor=scene.coordinator, now=NOW)
        elsewhere = scene.another_slot(days=3, organisation=make_organisation("한걸음협동조합"))
        resume_referral(held, slot_id=elsewhere.id, actor=scene.coordinator, now=NOW)
        accept_series(series, actor=scene.worker, now=NOW)
        assert held.state is ReferralState.REQUESTED
        assert counts(elsewhere.id) == (1, 0)
        assert [one.state for one in referrals_of(series)] == [ReferralState.BOOKED] * 2
        assert [gap.reason for gap in series.gaps] == [G.TAKEN_OUT]

    def test_the_last_day_takes_the_request_along(self, scene: Scene) -> None:
        series = make_series(scene, weeks=2)
        for referral in referrals_of(series):
            assert series.state is S.ASKED
            withdraw_referral(referral, actor=scene.coordinator, now=NOW)
        assert series.state is S.WITHDRAWN
        with pytest.raises(Conflict):
            accept_series(series, actor=scene.worker, now=NOW)


class TestCareThatRests:
    def test_a_hold_is_told_once_and_goes_on_afterwards(self, session: Session) -> None:
        paid = make_paid()
        scene, series = paid.scene, make_running(paid.scene)
        case = scene.line.plan.case
        hold_case(case, "입원", actor=scene.coordinator, now=NOW)
        assert told("series_stopped") == (1, 1)
        assert told("visit_cancelled") == (0, 0)
        assert paid.amounts() == (0, 0), "it costs nobody"
        assert referrals_to_act_on(scene.coordinator, now=NOW) == []
        assert ending(scene.coordinator, TODAY) == []
        resume_case(case, actor=scene.coordinator, now=NOW)
        assert ending(scene.coordinator, TODAY) == [series]

    def test_a_hold_for_days_takes_these_days(self, scene: Scene) -> None:
        series = make_series(scene)
        hold_case(scene.line.plan.case, "여행", until_on=FIRST + WEEK, actor=scene.coordinator, now=NOW)
        assert [one.state for one in referrals_of(series, ReferralState.REQUESTED)] == [ReferralState.REQUESTED] * 2
        assert [(gap.day, gap.reason) for gap in series.gaps] == [(FIRST, G.RESTS), (FIRST + WEEK, G.RESTS)]
        assert told("series_withdrawn") == (0, 1)
        assert told("referral_withdrawn") == (0, 0)

    def test_a_death_ends_it(self, scene: Scene) -> None:
        running = make_running(scene)
        weekly(scene, 2, first_day=3, starts_at=time(14))
        scene.line.times = 2
        wish = wish_of(scene, first_on=TODAY + timedelta(days=3), times=2, starts_at=time(14))
        asked = ask_series(scene.line, wish, takes_gaps=False, note="", actor=scene.coordinator, now=NOW)
        note_death(scene.person, actor=OFFICE, now=NOW, reason="가족이 알려 주심")
        assert (running.state, asked.state) == (S.ENDED, S.WITHDRAWN)
        assert [one.why for one in messages("series_stopped") if one.person_id is None] == [None]
        assert told("visit_cancelled") == (0, 0)

    def test_what_was_declined_ends_with_care(self, scene: Scene) -> None:
        series = make_series(scene)
        decline_series(series, DeclineReason.SAFETY, actor=scene.worker, now=NOW)
        close_case(scene.line.plan.case, ClosureReason.GOAL_MET, "", actor=scene.coordinator, now=NOW)
        assert series.state is S.ENDED


def end_stands(series: CareSeries) -> bool:
    """Whether it runs still, or has ended."""
    return {S.RUNNING: True, S.ENDED: False}[series.state]


class TestItsEnd:
    def test_it_ends_with_its_last_visit(self, scene: Scene) -> None:
        """That nothing follows takes no visit, and no text about one, away."""
        series = make_running(scene)
        end_series(series, actor=scene.coordinator, now=NOW)
        assert end_stands(series)
        assert ending(scene.coordinator, series.last_on) == []
        assert [one.why for one in messages("series_booked")] == [None]
        afterwards = NOW + (series.last_on - TODAY) + timedelta(days=1)
        end_what_is_over(afterwards)
        assert end_stands(series), "the last visits are not written down"
        for referral in referrals_of(series):
            put_in(referral, ReferralState.DONE)
        end_what_is_over(afterwards)
        assert not end_stands(series)

    def test_what_went_on_comes_up_no_more(self, scene: Scene) -> None:
        """Not when the series that followed is over, either; but when that one was declined."""
        series = make_running(scene)
        for day in (29, 36):
            scene.another_slot(days=day, starts_at=time(10))
        wish = wish_of(scene, first_on=series.last_on + WEEK, times=2)
        later = ask_series(scene.line, wish, takes_gaps=False, note="", actor=scene.coordinator, now=NOW, before=series)
        decline_series(later, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
        assert ending(scene.coordinator, series.last_on) == [series]
        again = ask_series(scene.line, wish, takes_gaps=False, note="", actor=scene.coordinator, now=NOW, before=later)
        assert (again.follows_id, later.state) == (series.id, S.ENDED)
        accept_series(again, actor=scene.worker, now=NOW)
        stop_series(again, wish.rule.first_on, by=CancelledBy.RESIDENT, actor=scene.coordinator, now=NOW)
        assert ending(scene.coordinator, series.last_on) == []

    def test_stopped_it_says_its_last_visit(self, scene: Scene) -> None:
        series = make_running(scene)
        first, second, *_rest = referrals_of(series)
        put_in(first, ReferralState.CLOSED)
        for weeks, left in ((3, 2), (1, 0)):
            stop_series(series, FIRST + weeks * WEEK, by=CancelledBy.RESIDENT, actor=scene.coordinator, now=NOW)
            assert series.last_on == FIRST + left * WEEK
        assert second.cancelled_by is CancelledBy.RESIDENT


def renew(scene: Scene) -> None:
    """Another plan with the same service takes the place of the scene's."""
    line = LineDraft(
        need="", goal="", service_id=scene.line.service_id, how_often=HowOften.WEEKLY,
        until_on=TODAY + timedelta(days=120),
    )  # fmt: skip
    case = scene.line.plan.case
    plan = write_plan(case, [line], aim="", ends_on=line.until_on, actor=scene.coordinator, now=NOW)
    agree_plan(plan, AgreedBy.PHONE, actor=scene.coordinator, now=NOW)


def test_by_a_new_plan_it_goes_on_and_its_visits_count(scene: Scene) -> None:
    series = make_running(scene, weeks=3)
    renew(scene)
    line = line_to_go_on(series)
    assert (line.plan.number, line.service_id) == (2, scene.line.service_id)
    scene.another_slot(days=4, starts_at=time(14))
    found = preview(line, wish_of(scene, first_on=TODAY + timedelta(days=4), times=1, starts_at=time(14)), now=NOW)
    assert [each.gap for each in found.days] == [G.OVER_LINE], "that week has its visit by the plan before"
    scene.another_slot(days=22, starts_at=time(10))
    wish = wish_of(scene, first_on=FIRST + 3 * WEEK, times=1)
    later = ask_series(line, wish, takes_gaps=False, note="", actor=scene.coordinator, now=NOW, before=series)
    assert (later.follows_id, later.plan_line_id) == (series.id, line.id)


class TestADecline:
    def test_it_is_one_no_and_no_link(self, scene: Scene) -> None:
        decline_series(make_series(scene), DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
        (share,) = (each for each in shares(Wanted(period_of("", TODAY), NOW)).values() if each.asked)
        assert (share.asked, share.refused, share.taken) == (1, 1, 0)
        assert count(CountedBy.LINKS, NOW.year).year == 0

    def test_who_declined_is_offered_last(self, scene: Scene) -> None:
        decline_series(make_series(scene), DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
        other = make_organisation("한걸음협동조합")
        other.name = "흐름협동조합"
        scene.another_slot(days=3, organisation=other)
        asked = [(place.organisation.name, place.has_declined) for place in places_for(scene.line, now=NOW)]
        assert asked == [
            ("흐름협동조합", False),
            (db.session.get_one(Organisation, scene.slot.organisation_id).name, True),
        ]

    def test_with_gaps_taken_it_is_told_why_nothing_can_be(self, session: Session) -> None:
        """What stands against the co-operative itself in its words, what stands against the person in none."""
        paid = make_paid(annual_cap=2 * TWO_HOURS)
        series = make_series(paid.scene, weeks=2, takes_gaps=True)
        for slot in (paid.slot_on(TODAY + timedelta(days=3)), paid.slot_on(TODAY + timedelta(days=10))):
            paid.scene.line.times = 2
            paid.book(slot)
        with pytest.raises(Conflict) as refused, session.begin_nested():
            accept_series(series, actor=paid.scene.worker, now=NOW)
        assert "예약할 수 없어" in refused.value.message
        assert "지원" not in refused.value.message
        series.organisation.agreements[0].insurance_ends_on = TODAY
        session.flush()
        with pytest.raises(Conflict) as uninsured, session.begin_nested():
            accept_series(series, actor=paid.scene.worker, now=NOW)
        assert "보험" in uninsured.value.message
        session.refresh(series)
        assert series.state is S.ASKED


class TestAsking:
    def test_days_that_rest_or_are_not_open_stand_in_nobodys_way(self, scene: Scene) -> None:
        friday = date(2026, 12, 18)
        for week in (0, 3):
            scene.another_slot(days=(friday - TODAY).days + 7 * week, starts_at=time(10))
        scene.line.how_often, scene.line.until_on = HowOften.WEEKLY, date(2027, 3, 31)
        wish = wish_of(scene, first_on=friday, times=60, until_on=date(2027, 1, 29))
        for week in (4, 5, 6):
            if friday + week * WEEK <= TODAY + timedelta(days=56):
                scene.another_slot(days=(friday - TODAY).days + 7 * week, starts_at=time(10))
        found = preview(scene.line, wish, now=NOW)
        series = ask_series(scene.line, wish, takes_gaps=False, note="", actor=scene.coordinator, now=NOW)
        assert [each.gap for each in found.resting] == [G.HOLIDAY, G.HOLIDAY]
        assert found.later
        assert found.gaps == []
        assert [gap.reason for gap in series.gaps] == [G.HOLIDAY, G.HOLIDAY]

    def test_another_price_than_was_seen_is_shown_first(self, session: Session) -> None:
        paid = make_paid()
        weekly(paid.scene, 2)
        wish = wish_of(paid.scene, times=2)
        seen = preview(paid.scene.line, wish, now=NOW).digest
        paid.book(paid.slot_on(TODAY + timedelta(days=3)))
        paid.scene.line.times = 2
        ask = partial(
            ask_series, paid.scene.line, wish, takes_gaps=False, note="", actor=paid.scene.coordinator, now=NOW
        )
        with pytest.raises(SeenOtherwise) as other:
            ask(seen=seen)
        ask(seen=other.value.found.digest)

    def test_a_long_name_leaves_the_text_short(self, scene: Scene) -> None:
        scene.line.service.name = "몸이 불편하신 어르신의 집안일과 나들이를 함께하는 돌봄"
        series = make_running(scene)
        stop_series(series, FIRST, by=CancelledBy.RESIDENT, actor=scene.coordinator, now=NOW)
        texts = [one.body for kind in ("series_booked", "series_stopped") for one in messages(kind) if one.person_id]
        assert ["방문 4번" in texts[0], "방문 취소됨" in texts[1]] == [True, True]


class TestAnswersOwed:
    def test_it_is_asked_once_more_and_silence_is_told_once(self, scene: Scene) -> None:
        series = make_series(scene)
        soon = series.answer_due_at - timedelta(minutes=10)
        late = series.answer_due_at + timedelta(minutes=1)
        for now in (NOW, soon, soon, late, late):
            watch_answers(now)
        assert told("series_reminded") == (0, 1)
        assert told("series_unanswered") == (0, 1)
        assert len(overview(scene.line.plan.case, now=late).to_act_on) == 1

    def test_it_falls_due_when_the_answer_does(self, scene: Scene) -> None:
        series = make_series(scene)
        assert [(one.due, one.weight) for one in items(scene)] == [(series.answer_due_at, Weight.WATCH)]
        tomorrow = NOW + timedelta(days=1)
        decline_series(series, DeclineReason.SAFETY, actor=scene.worker, now=tomorrow)
        assert [(one.due, one.weight) for one in items(scene)] == [(TODAY + timedelta(days=1), Weight.TASK)]


def items(scene: Scene) -> list[Item]:
    desk = Desk(scene.coordinator, NOW)
    rows = db.session.execute(agenda.ASKED.rows(desk)).all()
    with current_app.test_request_context():
        return list(agenda.ASKED.items([Told(*row) for row in rows], desk))
