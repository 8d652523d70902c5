"""Reads of the waiting list: who waits in a service and dong, who is how far ahead, what is kept for whom."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.consortium.capacity.models import Slot, SlotDong
from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import OPEN_STATES
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.rules import LAST, RANKS, in_line
from portal.coordinators.waitlist.scope import waits_in_scope
from portal.coordinators.waitlist.states import OfferEnd, WaitEnd, WaitState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import Urgency
from portal.residents.households.models import Household

PAGE_SIZE = 50
RUNS = WaitEntry.closed_at.is_(None)
_RANK = case(RANKS, value=WaitEntry.urgency, else_=LAST)


class InLine(NamedTuple):
    """Who waits in the line of a service and dong, as far as the order goes."""

    id: UUID
    urgency: Urgency
    since: datetime
    service_id: UUID
    dong_code: str
    wanted: list[str]
    until_on: date


def _lines(*conditions: ColumnElement[bool]) -> list[InLine]:
    order = WaitEntry.id, WaitEntry.urgency, WaitEntry.since
    query = (
        select(*order, WaitEntry.service_id, Household.dong_code, WaitEntry.wanted, WaitEntry.until_on)
        .join(CareCase, CareCase.id == WaitEntry.case_id)
        .join(Household, Household.id == CareCase.household_id)
        .where(RUNS, *conditions)
    )
    return [InLine(*row) for row in db.session.execute(query)]


def _counted(waiting: Sequence[InLine]) -> dict[UUID, int]:
    lines: dict[tuple[UUID, str], list[InLine]] = defaultdict(list)
    for each in waiting:
        lines[each.service_id, each.dong_code].append(each)
    return {each.id: number for line in lines.values() for number, each in enumerate(in_line(line), 1)}


def all_turns() -> dict[UUID, int]:
    """Of each that waits the number in the line of its service within its dong; places may serve others, too."""
    return _counted(_lines())


def turn_of(entry: WaitEntry) -> int | None:
    """The same of one, None where it waits no more."""
    return _counted(_lines(WaitEntry.service_id == entry.service_id)).get(entry.id)


def waiting_by_dong(service_id: UUID) -> dict[str, list[InLine]]:
    """Who waits for a service and is offered nothing now, by the dong in which they live."""
    found: dict[str, list[InLine]] = defaultdict(list)
    for each in _lines(WaitEntry.service_id == service_id, WaitEntry.state == WaitState.WAITING):
        found[each.dong_code].append(each)
    return found


class WaitingLines:
    """Who waits for places as those of some slots; three statements, however many slots there are."""

    def __init__(self, slots: Collection[Slot]) -> None:
        waits = WaitEntry.service_id.in_({slot.service_id for slot in slots}), WaitEntry.state == WaitState.WAITING
        self.waiting = in_line(_lines(*waits))
        dongs = select(SlotDong.slot_id, SlotDong.dong_code).where(SlotDong.slot_id.in_([slot.id for slot in slots]))
        offers = select(PlaceOffer.slot_id, PlaceOffer.entry_id).join(WaitEntry, WaitEntry.id == PlaceOffer.entry_id)
        offers = offers.where(PlaceOffer.outcome.is_distinct_from(OfferEnd.WITHDRAWN))
        self._dongs = {(slot_id, dong_code) for slot_id, dong_code in db.session.execute(dongs)}
        self._offered = {(slot_id, wait_id) for slot_id, wait_id in db.session.execute(offers.where(*waits))}

    def of(self, slot: Slot) -> list[InLine]:
        """Whoever waits for a place there, whatever their dong, in order; whom it was offered to already not."""
        return [
            each
            for each in self.waiting
            if each.service_id == slot.service_id
            and (slot.id, each.dong_code) in self._dongs
            and (slot.id, each.id) not in self._offered
        ]


def _shown() -> Select[WaitEntry]:
    return (
        select(WaitEntry)
        .join(WaitEntry.case)
        .join(CareCase.household)
        .join(WaitEntry.service)
        .options(
            contains_eager(WaitEntry.case).options(
                contains_eager(CareCase.household),
                joinedload(CareCase.application).joinedload(Application.person),
            ),
            contains_eager(WaitEntry.service),
            joinedload(WaitEntry.line).joinedload(PlanLine.plan),
        )
    )


def waits_for(viewer: Actor, number: int, *, only_running: bool = True) -> Page[WaitEntry]:
    """What waits by service, dong and urgency, or all that ever did, the newest first."""
    viewer.require(Permission.HOUSEHOLD_READ)
    found = _shown().where(waits_in_scope(viewer))
    if only_running:
        found = found.where(RUNS).order_by(Service.position, Household.dong_code, _RANK, WaitEntry.since, WaitEntry.id)
    else:
        found = found.order_by(WaitEntry.since.desc(), WaitEntry.id)
    return page_of(db.session, found, number, PAGE_SIZE)


def get_wait(wait_id: UUID, *, viewer: Actor) -> WaitEntry:
    """Raises `NotFound` for one that the viewer does not see."""
    viewer.require(Permission.HOUSEHOLD_READ)
    found = db.session.scalar(_shown().where(WaitEntry.id == wait_id, waits_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def wait_of_line(line_id: UUID) -> WaitEntry | None:
    """What waits of a line of a plan."""
    return db.session.scalar(select(WaitEntry).where(WaitEntry.plan_line_id == line_id, RUNS))


def waits_of_household(household_id: UUID) -> Sequence[WaitEntry]:
    """What waits of a household, the oldest first; the caller has seen that it may be seen."""
    query = select(WaitEntry).join(WaitEntry.case).where(CareCase.household_id == household_id, RUNS)
    return db.session.scalars(
        query.options(contains_eager(WaitEntry.case)).order_by(WaitEntry.since, WaitEntry.id)
    ).all()


def has_open_referral(line: PlanLine) -> bool:
    """Whether a co-operative is asked, or comes, for this line."""
    asked = select(Referral.id).where(Referral.plan_line_id == line.id, Referral.state.in_(OPEN_STATES))
    return db.session.scalar(select(asked.exists())) is True


def waited_since(line: PlanLine) -> datetime | None:
    """Since when they wait whose last wait for the service ended without help; None where there is none.

    A place came to nothing, or care rested: they stand where they stood.
    """
    query = select(WaitEntry).where(WaitEntry.case_id == line.plan.case_id, WaitEntry.service_id == line.service_id)
    last = db.session.scalars(query.where(~RUNS).order_by(WaitEntry.closed_at.desc(), WaitEntry.id).limit(1)).first()
    if last is None or not (last.state is WaitState.TAKEN or last.end_reason in (WaitEnd.FOUND, WaitEnd.HELD)):
        return None
    came = select(Visit.id).join(Visit.referral).where(Referral.case_id == last.case_id, Visit.starts_at >= last.since)
    came = came.where(Referral.service_id == last.service_id, Visit.state == VisitState.DONE)
    if has_open_referral(last.line) or db.session.scalar(select(came.exists())):
        return None
    return last.since


def services_waited_for() -> list[UUID]:
    """The services for which somebody waits to whom nothing is offered."""
    query = select(WaitEntry.service_id).where(RUNS, WaitEntry.state == WaitState.WAITING)
    return list(db.session.scalars(query.distinct().order_by(WaitEntry.service_id)))


def offers_in(slot_id: UUID) -> list[str]:
    """What is kept in a slot for people who wait, for those who see slots only: a word for each."""
    query = select(func.count(PlaceOffer.id)).where(PlaceOffer.slot_id == slot_id, PlaceOffer.ended_at.is_(None))
    return [WaitState.OFFERED.words] * (db.session.scalar(query) or 0)
