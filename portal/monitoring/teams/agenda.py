"""What watchers told and nobody looked into, and whom nothing was heard of; volunteers whose time runs out."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, case, exists, select, type_coerce
from sqlalchemy.orm import aliased

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.caseload.told import coordinator_of, whom
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.extensions import db
from portal.monitoring.teams.models import Assignment, NeighbourReport, Volunteer
from portal.monitoring.teams.queries import ending_soon
from portal.monitoring.teams.rules import LATE_AFTER, WARNED_BEFORE, runs_out
from portal.monitoring.teams.scope import IS_OPEN, TO_BE_READ, assignments_in_scope, reports_in_scope
from portal.monitoring.teams.states import AssignmentState, Found, ReportState
from portal.monitoring.watching.scope import was_at_home
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

SHOWN = 50
WEIGHTS = {Found.NEEDS_HELP: Weight.ALARM}
TO_BE_SEEN_TO = (NeighbourReport.state == ReportState.TOLD) & TO_BE_READ


def _told_reports() -> Select[Any]:
    columns = told(
        id=NeighbourReport.id,
        household_id=NeighbourReport.household_id,
        coordinator_id=coordinator_of(NeighbourReport.household_id),
        name=Person.name,
        state=type_coerce(NeighbourReport.found, String()),
        since=NeighbourReport.at,
    )
    waiting = select(*columns).join(Assignment, Assignment.id == NeighbourReport.assignment_id)
    waiting = waiting.join(Person, Person.id == Assignment.person_id).where(TO_BE_SEEN_TO)
    return waiting.order_by(NeighbourReport.found == Found.WELL, NeighbourReport.at, NeighbourReport.id)


def _rows(desk: Desk) -> Select[Any]:
    return _told_reports().where(reports_in_scope(desk.viewer))


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        found = Found(row.state or "")
        yield Item(
            key=f"neighbour-{row.id}",
            what=_("이웃지킴이가 알린 일 살펴보기"),
            mark=(_("잘 지내심, 남긴 말 있음"), "info") if found is Found.WELL else (label(found), found.tone),
            whom=whom(row),
            since=row.since,
            weight=WEIGHTS.get(found, Weight.TASK),
            deeds=(Deed(_("살펴보기"), url_for("teams.report", report_id=row.id)),),
        )


def _waiting(desk: Desk) -> Iterator[Item]:
    """Of households that nobody accompanies."""
    accompanied = exists().where(CareCase.household_id == NeighbourReport.household_id, OPEN)
    rows = db.session.execute(_told_reports().where(~accompanied).limit(SHOWN))
    return _items([Told(*row) for row in rows], desk)


def _late_rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=Assignment.id,
        household_id=Assignment.household_id,
        coordinator_id=coordinator_of(Assignment.household_id),
        name=Person.name,
        since=Assignment.assigned_at,
        due_on=Assignment.due_on,
    )
    late = select(*columns).join(Person, Person.id == Assignment.person_id)
    since = desk.now - LATE_AFTER
    late = late.where(IS_OPEN, Assignment.due_on < desk.day - LATE_AFTER, assignments_in_scope(desk.viewer))
    late = late.where(was_at_home(Assignment.household_id, since, desk.now))
    return late.order_by(Assignment.due_on, Assignment.id)


def _late_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    """Nothing heard of a watcher says nothing of the person."""
    for row in rows:
        yield Item(
            key=f"assignment-{row.id}",
            what=_("이웃지킴이에게서 소식이 없는 가구 살피기"),
            whom=whom(row),
            since=row.since,
            due=row.due_on,
            deeds=(Deed(_("살펴보기"), url_for("teams.household", household_id=row.household_id)),),
        )


def _over_rows(desk: Desk) -> Select[Any]:
    """Charges that end soon, by their own last day or their volunteer's, where nobody else goes on longer."""
    other, others_end = aliased(Assignment), aliased(Volunteer)
    soon = desk.day + WARNED_BEFORE
    goes_on = (
        select(other.id)
        .join(others_end, others_end.id == other.volunteer_id)
        .where(other.household_id == Assignment.household_id, other.state == AssignmentState.OPEN)
        .where(other.until_on > soon, others_end.until_on > soon)
    )
    last_on = case((Assignment.until_on < Volunteer.until_on, Assignment.until_on), else_=Volunteer.until_on)
    columns = told(
        id=Assignment.id,
        household_id=Assignment.household_id,
        coordinator_id=coordinator_of(Assignment.household_id),
        name=Person.name,
        since=Assignment.assigned_at,
        due_on=last_on,
    )
    over = select(*columns).join(Person, Person.id == Assignment.person_id)
    over = over.join(Volunteer, Volunteer.id == Assignment.volunteer_id)
    over = over.where(IS_OPEN, last_on <= soon, assignments_in_scope(desk.viewer), ~goes_on.exists())
    return over.order_by(last_on, Assignment.id)


def _over_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"neighbour-ends-{row.id}",
            what=_("이웃지킴이의 살핌을 이을지 정하기"),
            whom=whom(row),
            since=row.since,
            due=row.due_on,
            deeds=(Deed(_("이웃지킴이 보기"), url_for("teams.household", household_id=row.household_id)),),
        )


def _ending(desk: Desk) -> Iterator[Item]:
    """By what runs out first."""
    for volunteer in ending_soon(desk.day):
        due, what = runs_out(volunteer.vetting)
        yield Item(
            key=f"volunteer-{volunteer.id}",
            what=_("자원봉사자의 활동 기간과 조회 살펴보기"),
            more=f"{label(volunteer.team)} · {volunteer.name} · {_(what)}",
            since=volunteer.taken_in_at,
            due=due,
            deeds=(Deed(_("살펴보기"), url_for("teams.volunteer", volunteer_id=volunteer.id)),),
        )


REPORTS = Source(N_("이웃지킴이가 알린 일"), Permission.NEIGHBOUR_ASSIGN, _rows, _items)
LATE = Source(N_("소식이 없는 이웃지킴이"), Permission.NEIGHBOUR_ASSIGN, _late_rows, _late_items)
ENDING = Source(N_("이웃지킴이가 곧 끝나는 가구"), Permission.NEIGHBOUR_ASSIGN, _over_rows, _over_items)
WAITING_REPORTS = Waiting(N_("이웃지킴이가 알린 일"), Permission.HOUSEHOLD_ALL, _waiting)
WAITING_VOLUNTEERS = Waiting(N_("자원봉사자"), Permission.TEAM_MANAGE, _ending)
