"""Reads of a month in the access log, and of whom each of them told: by what was opened, whatever it was."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from portal.accounts.models import RoleGrant
from portal.audit.models import AuditEntry
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.core.clock import day_bounds
from portal.core.permissions import STAFF_ROLES, Permission, roles_with
from portal.extensions import db
from portal.leave.models import Leave
from portal.leave.states import LeaveState
from portal.notifications.models import OutboxMessage
from portal.privacy.reviews.rules import OFTEN, SHOWN, bounds
from portal.privacy.things import CHANGED, OTHERS, SENT, THINGS, whose
from portal.residents.households.models import Household

Entry = type[AuditEntry]


def reads_in(month: date, entry: Entry = AuditEntry) -> ColumnElement[bool]:
    """SQL on `AuditEntry`: somebody who works here read personal data in the month."""
    start, end = bounds(month)
    staff = select(RoleGrant.user_id).where(RoleGrant.role.in_(STAFF_ROLES))
    read = and_(entry.is_read, entry.subject_id.is_not(None), entry.event != "page.read")
    return and_(entry.at >= start, entry.at < end, read, entry.actor_id.in_(staff))


def other_areas_in(month: date) -> ColumnElement[bool]:
    """SQL on `AuditEntry`: reads of coordinators that told of households of others alone.

    Those are neither accompanied by the reader at the time nor by somebody for whom they stood in. Whoever sees all is
    not asked.
    """
    by_coordinators = roles_with(Permission.CASELOAD_OWN) - roles_with(Permission.HOUSEHOLD_ALL)
    coordinators = select(RoleGrant.user_id).where(RoleGrant.role.in_(by_coordinators))
    entry, told = aliased(AuditEntry), _households_read(month)
    accompanied = exists().where(
        Pairing.household_id == told.c.household_id,
        CareCase.id == Pairing.case_id,
        Pairing.coordinator_id == entry.actor_id,
        Pairing.started_at <= entry.at,
        or_(Pairing.ended_at.is_(None), Pairing.ended_at >= entry.at, CareCase.closed_at == Pairing.ended_at),
    )
    own = or_(accompanied, *_stood_in(month, entry, told))
    of_others = (
        select(entry.id)
        .join(told, told.c.thing_id == entry.subject_id)
        .where(reads_in(month, entry), entry.actor_id.in_(coordinators))
        .group_by(entry.id)
        .having(func.max(case((own, 1), else_=0)) == 0)
    )
    return AuditEntry.id.in_(of_others)


def _stood_in(month: date, entry: Entry, told: CTE) -> Iterator[ColumnElement[bool]]:
    """For each leave of the month: the deputy reads of those whom they see to meanwhile."""
    start, end = bounds(month)
    leaves = select(Leave).where(Leave.deputy_id.is_not(None), Leave.state == LeaveState.AGREED)
    for leave in db.session.scalars(leaves):
        since, until = day_bounds(leave.from_on)[0], day_bounds(leave.until_on)[1]
        if since < end and until > start:
            theirs = select(Pairing.household_id).where(Pairing.coordinator_id == leave.user_id)
            by_deputy = and_(entry.actor_id == leave.deputy_id, entry.at >= since, entry.at < until)
            yield and_(by_deputy, told.c.household_id.in_(theirs))


def often_read(month: date) -> Select[Any]:
    """Who read how many times of which household, those alone that is often, the most first."""
    told, times = _households_read(month), func.count()
    grouped = (AuditEntry.actor_id, told.c.household_id)
    return (
        select(*grouped, times)
        .join(told, told.c.thing_id == AuditEntry.subject_id)
        .where(reads_in(month))
        .group_by(*grouped)
        .having(times >= OFTEN)
        .order_by(times.desc(), *grouped)
        .limit(SHOWN)
    )


def told_of(household_id: UUID, month: date) -> ColumnElement[bool]:
    """SQL on `AuditEntry`: what was opened in the month is about this household."""
    told = _households_read(month)
    return AuditEntry.subject_id.in_(select(told.c.thing_id).where(told.c.household_id == household_id))


def _households_read(month: date) -> CTE:
    """What was opened in the month by `thing_id`, with each `household_id` that it is about.

    What was sent is about whom the thing is about that it told of, and a file that was joined about whoever goes on.
    """
    read = select(AuditEntry.subject_kind, AuditEntry.subject_id).where(reads_in(month)).distinct().cte("read")
    sent = (
        select(OutboxMessage.subject_kind, OutboxMessage.subject_id, OutboxMessage.id)
        .join(read, and_(read.c.subject_id == OutboxMessage.id, read.c.subject_kind == SENT))
        .cte("sent")
    )
    things = (*THINGS, *CHANGED)
    opened, told_about = whose((*things, *OTHERS), read).subquery(), whose(things, sent).subquery()
    of_sent = select(sent.c.id, told_about.c.household_id)
    messages = of_sent.join(told_about, told_about.c.thing_id == sent.c.subject_id)
    found = union(select(opened.c.thing_id, opened.c.household_id), messages).subquery()
    goes_on = func.coalesce(Household.joined_into_id, Household.id).label("household_id")
    return (
        select(found.c.thing_id, goes_on).join(Household, Household.id == found.c.household_id).distinct().cte("told")
    )
