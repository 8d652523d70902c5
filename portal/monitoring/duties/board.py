"""The supervisor's board: per coordinator how many households, what is due and overdue, the longest silence."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, select, text

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.queries import active_coordinators
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.caseload.states import CaseState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.paging import Page, page_within
from portal.core.permissions import Permission
from portal.db.plain import plain
from portal.extensions import db
from portal.monitoring.duties.models import CareDuty, DutyExemption
from portal.monitoring.duties.scope import OF_COORDINATORS, exempts_on, overdue_at, shown_in, soon_at
from portal.monitoring.duties.states import DutyView

COORDINATORS_SHOWN = 60
HOUSEHOLDS_AT_MOST, DUTIES_AT_MOST = 200, 100
"""Counted of one coordinator; nobody accompanies so many households, and the board costs the same however many there
are. What reaches its bound is told as so many or more."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One coordinator. `silent_since` is of the household that nobody has spoken to for longest, exempted or not."""

    coordinator_id: UUID
    name: str
    households: int
    soon: int
    overdue: int
    exempted: int
    silent_since: datetime | None
    handed_over_at: datetime | None
    handed_over_household_id: UUID | None


def board(viewer: Actor, now: datetime, page: int = 1) -> Page[BoardRow]:
    """A page of the coordinators who work now; those with most overdue first, then those with the longest silence."""
    viewer.require(Permission.DUTY_MANAGE)
    active = active_coordinators(now=now).with_only_columns(User.id, User.name)
    total = db.session.scalar(select(func.count()).select_from(active.order_by(None).subquery())) or 0
    number = page_within(page, COORDINATORS_SHOWN, total)
    some = active.limit(COORDINATORS_SHOWN).offset((number - 1) * COORDINATORS_SHOWN).subquery("coordinators")
    last, exempted = _last_handover(some.c.id), _exempted(day_of(now))
    rows = db.session.execute(
        select(
            some.c.id,
            some.c.name,
            _households(some.c.id),
            _counted(soon_at(now), some.c.id, DUTIES_AT_MOST),
            _counted(overdue_at(now), some.c.id, DUTIES_AT_MOST),
            func.coalesce(exempted.c.number, 0),
            _longest_silence(now, some.c.id),
            last.with_only_columns(Pairing.started_at).scalar_subquery(),
            last.with_only_columns(Pairing.household_id).scalar_subquery(),
        ).outerjoin(exempted, exempted.c.coordinator_id == some.c.id)
    )
    found = [BoardRow(*row) for row in rows]
    return Page(sorted(found, key=lambda row: _place(row, now)), number, COORDINATORS_SHOWN, total)


def _place(row: BoardRow, now: datetime) -> tuple[int, datetime, str]:
    return -row.overdue, row.silent_since or now, row.name


def _households(coordinator_id: ColumnElement[Any]) -> ColumnElement[int]:
    """Those in care, as the list of households has them, whatever is due to them.

    That they are open is asked of their state, which stands in an index beside the coordinator.
    """
    is_open = CareCase.state != plain(CaseState.CLOSED)
    some = select(plain(1)).where(CareCase.coordinator_id == coordinator_id, is_open).correlate_except(CareCase)
    inner = some.limit(plain(HOUSEHOLDS_AT_MOST)).subquery()
    return select(func.count()).select_from(inner).scalar_subquery()


def _counted(condition: ColumnElement[bool], coordinator_id: ColumnElement[Any], most: int) -> ColumnElement[int]:
    some = select(plain(1)).where(CareDuty.coordinator_id == coordinator_id, OF_COORDINATORS, condition)
    inner = some.correlate_except(CareDuty).limit(plain(most)).subquery()
    return select(func.count()).select_from(inner).scalar_subquery()


def _exempted(day: date) -> Subquery:
    """How much the households in care of each coordinator are not asked for on `day`.

    Exemptions are few, households many: each that holds looks up its case, and not each case its exemptions.
    """
    whose = select(CareCase.coordinator_id).where(CareCase.id == DutyExemption.case_id, OPEN)
    held = select(whose.scalar_subquery().label("coordinator_id")).where(exempts_on(day)).subquery("held")
    counted = select(held.c.coordinator_id, func.count().label("number")).group_by(held.c.coordinator_id)
    return counted.subquery("exempted")


def _longest_silence(now: datetime, coordinator_id: ColumnElement[Any]) -> ColumnElement[Any]:
    longest = select(CareDuty.since_at).where(
        CareDuty.coordinator_id == coordinator_id, shown_in(DutyView.CONTACTS, now)
    )
    return longest.correlate_except(CareDuty).order_by(CareDuty.since_at).limit(1).scalar_subquery()


def _last_handover(coordinator_id: ColumnElement[Any]) -> Select[Pairing]:
    """The last household that came from somebody else; the condition is written as its index has it."""
    handed = select(Pairing).where(Pairing.coordinator_id == coordinator_id, text("pairing.handover_note <> ''"))
    return handed.correlate_except(Pairing).order_by(Pairing.started_at.desc()).limit(1)
