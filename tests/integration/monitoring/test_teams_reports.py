"""What watchers tell of the households in their charge, and what follows: alerts, rounds that rest, the ladder."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.core.actors import ANONYMOUS
from portal.core.errors import DomainError, Forbidden
from portal.duty.models import StaffNotice
from portal.extensions import db
from portal.monitoring.alerts.actions import escalate_due, go_on
from portal.monitoring.alerts.models import Alert, AlertAttempt
from portal.monitoring.alerts.presentation import turn_of
from portal.monitoring.alerts.queries import open_alert_of
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, AttemptResult, Rung
from portal.monitoring.teams import actions
from portal.monitoring.teams.agenda import LATE
from portal.monitoring.teams.models import Assignment
from portal.monitoring.teams.queries import rounds_of
from portal.monitoring.teams.states import Found, Reach
from portal.notifications.models import OutboxMessage
from portal.web.agenda import Desk
from tests.factories.agenda import ids_of
from tests.factories.alerts import make_alert
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_paired
from tests.factories.devices import make_absence
from tests.factories.teams import (
    account_of,
    make_assignment,
    make_report,
)

A_DAY = timedelta(days=1)


def alert_of(assignment: Assignment) -> Alert | None:
    return open_alert_of(assignment.household_id)


def told(assignment: Assignment) -> list[str]:
    """What the coordinator heard of its reports."""
    notices = select(StaffNotice.words).where(StaffNotice.subject_kind == actions.REPORT).order_by(StaffNotice.at)
    return list(db.session.scalars(notices))


class TestAReport:
    def test_of_somebody_who_is_well_says_when_to_go_again(self, session: Session) -> None:
        assignment = make_assignment()
        make_report(assignment, Found.WELL)
        assert (assignment.due_on, told(assignment), alert_of(assignment)) == (TODAY + timedelta(days=7), [], None)

    def test_of_somebody_who_is_well_with_words_is_read_by_somebody(self, session: Session) -> None:
        """Whatever was said beside it waits, as anything else that they tell."""
        report = make_report(found=Found.WELL, note="가스 냄새가 났음")
        make_report(report.assignment, Found.WELL, now=NOW + A_DAY)
        assert told(report.assignment) == ["이웃지킴이가 알려 왔습니다: 잘 지내시며, 함께 남긴 말이 있습니다."]
        (case,) = db.session.scalars(select(CareCase))
        actor = case.coordinator.actor
        assert ids_of(actor, NOW, "neighbour_reports") == [report.id]
        actions.see_to(report, "가스 점검을 부름", actor=actor, now=NOW)
        assert ids_of(actor, NOW, "neighbour_reports") == []

    def test_of_nobody_is_never_well_and_twice_begins_an_alert(self, session: Session) -> None:
        assignment = make_assignment()
        make_report(assignment, Found.NOBODY)
        assert (assignment.due_on, alert_of(assignment)) == (TODAY + A_DAY, None)
        make_report(assignment, Found.NOBODY, now=NOW + A_DAY)
        assert (alert := alert_of(assignment)) is not None
        assert (alert.level, alert.silent_since) == (AlertLevel.ATTENTION, NOW)
        assert told(assignment) == ["이웃지킴이가 알려 왔습니다: 만나지 못했습니다"] * 2

    def test_of_nobody_known_to_be_away_raises_nothing_and_counts_anew_later(self, session: Session) -> None:
        case = make_paired()
        assignment = make_assignment(case=case)
        make_report(assignment, Found.NOBODY)
        make_absence(case)
        (mine,) = rounds_of(account_of(assignment.volunteer), NOW)
        assert (mine.rests, mine.rests_until) == (True, TODAY + 3 * A_DAY)
        for days, begins in ((1, False), (2, False), (4, False), (5, True)):
            make_report(assignment, Found.NOBODY, now=NOW + days * A_DAY)
            assert (alert_of(assignment) is not None) == begins
        alert = alert_of(assignment)
        assert alert is not None
        assert alert.silent_since == NOW + 3 * A_DAY

    def test_of_nobody_whose_care_rests_raises_nothing(self, session: Session) -> None:
        case = make_paired()
        assignment = make_assignment(case=case)
        hold_case(case, "입원", actor=case.coordinator.actor, now=NOW)
        for days in (1, 2):
            make_report(assignment, Found.NOBODY, now=NOW + days * A_DAY)
        desk = Desk(case.coordinator.actor, NOW + 9 * A_DAY)
        assert (alert_of(assignment), session.execute(LATE.rows(desk)).all()) == (None, [])
        resume_case(case, actor=case.coordinator.actor, now=NOW + 9 * A_DAY)
        assert assignment.due_on == TODAY + 9 * A_DAY

    def test_of_need_begins_an_alert_and_the_coordinator_hears_at_once(self, session: Session) -> None:
        assignment = make_assignment()
        make_report(assignment, Found.NEEDS_HELP, "손을 떠심")
        assert (alert := alert_of(assignment)) is not None
        assert (alert.level, alert.what.endswith("손을 떠심")) == (AlertLevel.CAUTION, True)
        assert told(assignment) == ["이웃지킴이가 알려 왔습니다: 도움이 필요합니다"]

    @pytest.mark.parametrize(
        ("found", "reach", "result", "ending"),
        [
            (Found.WELL, Reach.DOOR, AttemptResult.SEEN, AlertEnding.SAFE),
            (Found.WELL, Reach.PHONE, AttemptResult.SPOKE, AlertEnding.SAFE),
            (Found.NOBODY, Reach.DOOR, AttemptResult.NO_ANSWER, None),
            (Found.OTHER, Reach.DOOR, AttemptResult.UNCLEAR, None),
        ],
    )
    def test_is_heard_by_the_open_alert(
        self, session: Session, found: Found, reach: Reach, result: AttemptResult, ending: AlertEnding | None
    ) -> None:
        case = make_paired()
        alert, assignment = make_alert(case), make_assignment(case=case, reach=reach)
        make_report(assignment, found, "몇 마디")
        last = session.scalars(select(AlertAttempt).order_by(AlertAttempt.at.desc(), AlertAttempt.id.desc())).first()
        assert last is not None
        assert (last.result, last.by_name, alert.ending) == (result, "최이웃", ending)

    def test_ends_no_alert_that_somebody_asked_for(self, session: Session) -> None:
        assignment = make_assignment()
        make_report(assignment, Found.NEEDS_HELP)
        make_report(assignment, Found.WELL, now=NOW + A_DAY)
        assert alert_of(assignment) is not None

    def test_is_seen_to_with_what_was_done(self, session: Session) -> None:
        report = make_report()
        with pytest.raises(DomainError, match="무엇을 하였는지"):
            actions.see_to(report, "", actor=OFFICE, now=NOW)
        actions.see_to(report, "병원에 모심", actor=OFFICE, now=NOW)
        assert report.seen_to_at == NOW

    def test_is_told_by_watchers(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            actions.tell_report(make_assignment(), Found.WELL, "", actor=ANONYMOUS, now=NOW)


class TestTheLadder:
    def test_asks_the_watcher_to_the_door_and_names_them(self, session: Session) -> None:
        """Whoever telephones there does not know the door, and is not asked to it."""
        case = make_paired()
        make_assignment(case=case, reach=Reach.PHONE)
        assignment, alert = make_assignment(case=case), make_alert(case)
        while alert.rung is not Rung.DOOR:
            go_on(alert, actor=OFFICE, now=NOW)
        asked = session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.kind == "alert_door")).all()
        assert asked == [assignment.volunteer.phone]
        turn = turn_of(alert, NOW)
        assert (turn.phone, turn.whom) == (assignment.volunteer.phone, "이웃지킴이 최이웃")
        (mine,) = rounds_of(account_of(assignment.volunteer), NOW)
        assert mine.is_urgent
        escalate_due(alert, now=alert.due_at)
        assert turn_of(alert, NOW).whom != turn.whom
