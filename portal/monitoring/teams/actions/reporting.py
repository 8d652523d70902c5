"""What a watcher found, and what follows of it: an alert, a sign of life, something to be looked into."""

from datetime import datetime

from portal.audit.steps import lock, take
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.monitoring.alerts.actions import Tried, ask_by_neighbour, hear_from_neighbour, raise_alert
from portal.monitoring.alerts.states import AlertLevel, AttemptMeans, AttemptResult
from portal.monitoring.teams.models import Assignment, NeighbourReport
from portal.monitoring.teams.queries import hearers_at, last_report_of, last_well_of
from portal.monitoring.teams.rules import goes_again_on
from portal.monitoring.teams.states import REPORT_STATES, Found, Reach, ReportVerb
from portal.monitoring.watching.actions import hear_by_neighbour, lock_home
from portal.monitoring.watching.facts import away, resting
from portal.monitoring.watching.states import HeardBy
from portal.notifications.actions import About

REPORT = "neighbour_report"
TOLD = N_("이웃지킴이가 알려 왔습니다: %(found)s")
BESIDE = N_("이웃지킴이가 알려 왔습니다: 잘 지내시며, 함께 남긴 말이 있습니다.")
NEEDED = N_("이웃지킴이가 보니 도움이 필요합니다. %(note)s")
TWICE = N_("이웃지킴이가 두 번 이어서 만나지 못했습니다.")
MEANS = {Reach.DOOR: AttemptMeans.DOOR, Reach.PHONE: AttemptMeans.CALL}
MET = {Reach.DOOR: AttemptResult.SEEN, Reach.PHONE: AttemptResult.SPOKE}
LIFE = {Reach.DOOR: HeardBy.SEEN, Reach.PHONE: HeardBy.SPOKE}


def tell_report(assignment: Assignment, found: Found, note: str, *, actor: Actor, now: datetime) -> NeighbourReport:
    """Keep what was found; the assignment is one of the actor's own, which the query that found it made sure of."""
    actor.require(Permission.NEIGHBOUR_WATCH)
    refuse_resident_number(note)
    if found is Found.OTHER and not note:
        raise DomainError(N_("무슨 일인지 몇 마디 적어 주십시오."), "note")
    lock_home(assignment.household_id)
    lock(assignment)
    if assignment.ended_at is not None:
        raise Conflict(N_("맡은 일이 끝난 가구입니다."))
    before = last_report_of(assignment)
    report = NeighbourReport(
        assignment=assignment,
        household_id=assignment.household_id,
        found=found,
        note=note,
        at=now,
        by_name=actor.name,
    )
    db.session.add(report)
    take(REPORT_STATES, report, ReportVerb.TELL, actor=actor, now=now, found=found.value)
    assignment.due_on = goes_again_on(found, assignment.often, clock.day_of(now))
    db.session.flush()
    _follow(report, before, actor=actor, now=now)
    return report


def _follow(report: NeighbourReport, before: NeighbourReport | None, *, actor: Actor, now: datetime) -> None:
    """Nobody met never counts as well: twice in a row an alert begins, or the one that is open goes on.

    What is told beside "well" is read by somebody, too.
    """
    reach, household_id = report.assignment.reach, report.household_id
    result = {Found.WELL: MET[reach], Found.NOBODY: AttemptResult.NO_ANSWER}.get(report.found, AttemptResult.UNCLEAR)
    alert = hear_from_neighbour(household_id, Tried(MEANS[reach], result, note=report.note), actor=actor, now=now)
    if report.found is Found.WELL:
        hear_by_neighbour(household_id, LIFE[reach], actor=actor, now=now)
    elif report.found is Found.NEEDS_HELP:
        ask_by_neighbour(household_id, (NEEDED % {"note": report.note}).strip(), actor=actor, now=now)
    elif report.found is Found.NOBODY and before is not None and before.found is Found.NOBODY:
        _look_for(report, before, now)
    if report.found is not Found.WELL or report.note or alert is not None:
        _tell(report, now)


def _look_for(report: NeighbourReport, before: NeighbourReport, now: datetime) -> None:
    """Whoever is known to be away, or was when nobody was met before, or whose care rests, is not missed."""
    household_id = report.household_id
    well = last_well_of(report.assignment)
    silent_since = well.at if well else report.assignment.assigned_at
    back_at, _ = away([household_id], silent_since, now).get(household_id, (None, None))
    if resting([household_id], now) or (back_at is not None and back_at > before.at):
        return
    since = max(silent_since, back_at or silent_since)
    raise_alert(household_id, level=AlertLevel.ATTENTION, silent_since=since, what=TWICE, now=now)


def _tell(report: NeighbourReport, now: datetime) -> None:
    matter = Matter.ALERT if report.found is Found.NEEDS_HELP else Matter.NEIGHBOUR
    words = BESIDE if report.found is Found.WELL and report.note else TOLD % {"found": report.found.words}
    news = News(matter, About(REPORT, report.id), words, f"/neighbour-reports/{report.id}")
    tell_staff(hearers_at(report.household_id), news, now=now)


def see_to(report: NeighbourReport, answer: str, *, actor: Actor, now: datetime) -> None:
    """Somebody who works with the household looked into it; `answer` says what was done."""
    actor.require(Permission.NEIGHBOUR_ASSIGN)
    if not answer:
        raise DomainError(N_("무엇을 하였는지 적어 주십시오."), "answer")
    refuse_resident_number(answer)
    take(REPORT_STATES, report, ReportVerb.SEE_TO, actor=actor, now=now)
    report.answer, report.seen_to_at = answer, now
    db.session.flush()
