"""The figures of a month, counted by SQL from the access log, and the rows that each of them stands for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from portal.accounts.models import FailedSignIn, RoleGrant, User
from portal.audit.models import AuditEntry, Download
from portal.core.permissions import STAFF_ROLES, Role
from portal.extensions import db
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.reviews.reading import often_read, other_areas_in, reads_in, told_of
from portal.privacy.reviews.rules import (
    MONTHS_BEFORE,
    bounds,
    month_before,
    stands_out,
    usual,
    usual_of_role,
    working_spans,
)
from portal.privacy.reviews.states import Section


@dataclass(frozen=True, slots=True)
class Figure:
    section: Section
    user_id: UUID | None
    count: int
    household_id: UUID | None = None
    persons: int | None = None
    usual: int | None = None
    role_usual: int | None = None
    stands_out: bool = False


def figures_of(month: date) -> Iterator[Figure]:
    """All figures of a month, by section, the largest first."""
    for section in Section:
        yield from sorted(_FIGURES[section](month), key=lambda one: (not one.stands_out, -one.count, str(one.user_id)))


def _volume(month: date) -> Iterator[Figure]:
    now, before = _reads_by_person(month), _months_before(month)
    roles = _roles()
    by_role: dict[Role | None, list[int]] = {}
    for user_id, count in now.items():
        by_role.setdefault(roles.get(user_id), []).append(count)
    for user_id, count in now.items():
        own = usual([counts.get(user_id, 0) for counts in before])
        of_role = usual_of_role(by_role[roles.get(user_id)])
        out = stands_out(count, own, of_role)
        yield Figure(Section.VOLUME, user_id, count, usual=own, role_usual=of_role, stands_out=out)


def _months_before(month: date) -> list[dict[UUID, int]]:
    found = []
    for _ in range(MONTHS_BEFORE):
        month = month_before(month)
        found.append(_reads_by_person(month))
    return found


def _reads_by_person(month: date) -> dict[UUID, int]:
    return _by_person(reads_in(month))


def _by_person(condition: ColumnElement[bool]) -> dict[UUID, int]:
    counted = select(AuditEntry.actor_id, func.count()).where(condition).group_by(AuditEntry.actor_id)
    return {user_id: count for user_id, count in db.session.execute(counted) if user_id is not None}


def _roles() -> dict[UUID, Role]:
    """The role by which somebody is compared, the first where they have several."""
    granted = select(RoleGrant.user_id, RoleGrant.role).where(RoleGrant.role.in_(STAFF_ROLES))
    found: dict[UUID, Role] = {}
    for user_id, role in db.session.execute(granted.order_by(RoleGrant.granted_at, RoleGrant.id)):
        found.setdefault(user_id, role)
    return found


def off_hours_in(month: date) -> ColumnElement[bool]:
    by_day = (and_(AuditEntry.at >= start, AuditEntry.at < end) for start, end in working_spans(month))
    return and_(reads_in(month), not_(or_(*by_day)))


def _counted(section: Section, condition: Callable[[date], ColumnElement[bool]]) -> Callable[[date], Iterator[Figure]]:
    def count(month: date) -> Iterator[Figure]:
        for user_id, times in _by_person(condition(month)).items():
            yield Figure(section, user_id, times)

    return count


def _one_person(month: date) -> Iterator[Figure]:
    for user_id, household_id, count in db.session.execute(often_read(month)):
        yield Figure(Section.ONE_PERSON, user_id, count, household_id)


def downloads_in(month: date) -> ColumnElement[bool]:
    return _within(Download.at, month)


def _downloads(month: date) -> Iterator[Figure]:
    counted = select(Download.user_id, func.count(), func.sum(Download.persons)).where(downloads_in(month))
    for user_id, count, persons in db.session.execute(counted.group_by(Download.user_id)):
        yield Figure(Section.DOWNLOADS, user_id, count, persons=persons)


def emergencies_in(month: date) -> ColumnElement[bool]:
    return _within(EmergencyAccess.opened_at, month)


def _emergencies(month: date) -> Iterator[Figure]:
    counted = select(EmergencyAccess.user_id, func.count()).where(emergencies_in(month))
    for user_id, count in db.session.execute(counted.group_by(EmergencyAccess.user_id)):
        yield Figure(Section.EMERGENCIES, user_id, count)


def failures_in(month: date) -> ColumnElement[bool]:
    return _within(FailedSignIn.last_at, month)


def _sign_ins(month: date) -> Iterator[Figure]:
    counted = select(FailedSignIn.user_id, func.sum(FailedSignIn.times)).where(failures_in(month))
    for user_id, count in db.session.execute(counted.group_by(FailedSignIn.user_id)):
        yield Figure(Section.SIGN_INS, user_id, count)


def _within(column: Any, month: date) -> ColumnElement[bool]:
    start, end = bounds(month)
    return and_(column >= start, column < end)


_FIGURES: dict[Section, Callable[[date], Iterator[Figure]]] = {
    Section.VOLUME: _volume,
    Section.OFF_HOURS: _counted(Section.OFF_HOURS, off_hours_in),
    Section.OTHER_AREAS: _counted(Section.OTHER_AREAS, other_areas_in),
    Section.ONE_PERSON: _one_person,
    Section.DOWNLOADS: _downloads,
    Section.EMERGENCIES: _emergencies,
    Section.SIGN_INS: _sign_ins,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a figure counts: when, what by the word of the log or of the file, about what, from where."""

    at: datetime
    event: str = ""
    words: str = ""
    subject_kind: str = ""
    subject_id: UUID | None = None
    address: str = ""
    times: int = 1


def rows_of(section: Section, month: date, user_id: UUID | None, household_id: UUID | None) -> Select[Any]:
    """The rows that a figure counts, the newest first."""
    if section is Section.DOWNLOADS:
        return select(Download).where(downloads_in(month), Download.user_id == user_id).order_by(Download.at.desc())
    if section is Section.EMERGENCIES:
        opened = select(EmergencyAccess).where(emergencies_in(month), EmergencyAccess.user_id == user_id)
        return opened.order_by(EmergencyAccess.opened_at.desc())
    if section is Section.SIGN_INS:
        failed = select(FailedSignIn).where(failures_in(month), FailedSignIn.user_id == user_id)
        return failed.order_by(FailedSignIn.last_at.desc())
    conditions = [_READS[section](month), AuditEntry.actor_id == user_id]
    if household_id is not None:
        conditions.append(told_of(household_id, month))
    return select(AuditEntry).where(*conditions).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


_READS: dict[Section, Callable[[date], ColumnElement[bool]]] = {
    Section.VOLUME: reads_in,
    Section.OFF_HOURS: off_hours_in,
    Section.OTHER_AREAS: other_areas_in,
    Section.ONE_PERSON: reads_in,
}


def row_of(found: Any) -> Row:
    if isinstance(found, AuditEntry):
        return Row(found.at, found.event, "", found.subject_kind, found.subject_id, found.address)
    if isinstance(found, Download):
        return Row(found.at, "", found.what, times=found.persons)
    if isinstance(found, EmergencyAccess):
        return Row(found.opened_at, "emergency_access.open", "", "emergency_access", found.id)
    return Row(found.last_at, "", "", address=found.address, times=found.times)


def names() -> dict[UUID, str]:
    """Whoever works or worked here, by id."""
    return {row.id: row.name for row in db.session.execute(select(User.id, User.name))}
