"""How a member writes the cells of its week: single slots, and single weeks of a pattern."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from portal.consortium.capacity import publication
from portal.consortium.capacity.models import Slot, SlotDong
from portal.consortium.capacity.permits import check_dongs, check_offer, check_places, record_for, require_own
from portal.consortium.capacity.queries import booking_names, closed_days, slots_between
from portal.consortium.capacity.rules import refuse_shrink
from portal.consortium.members.models import Organisation
from portal.consortium.members.rules import member_hindrance
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.extensions import db

CLOSED = N_("쉬는 날로 정한 날입니다. 자리를 내려면 먼저 쉬는 날을 푸십시오.")
PAST = N_("지난 시간의 자리는 바꿀 수 없습니다.")


@dataclass(frozen=True)
class PlaceChange:
    """What one cell of the week is to say; `places` None takes the entry away. `cell` names where a refusal is told."""

    cell: str
    service_id: UUID
    starts_at: datetime
    ends_at: datetime
    places: int | None
    dong_codes: list[str] = field(default_factory=list)


def set_places(organisation: Organisation, changes: Sequence[PlaceChange], *, actor: Actor, now: datetime) -> None:
    """Write cells of the week; raises `Conflict` beside the first cell that cannot be written, naming its bookings."""
    require_own(organisation, actor)
    if not changes:
        return
    days = [day_of(change.starts_at) for change in changes]
    slots = slots_between(organisation.id, min(days), max(days))
    present = {(slot.service_id, slot.starts_at): slot for slot in slots}
    closed = {each.day for each in closed_days(organisation.id, min(days), max(days))}
    for change in changes:
        if change.starts_at <= now:
            raise Conflict(PAST, change.cell)
        slot = present.get((change.service_id, change.starts_at))
        if change.places is not None:
            _check_cell(organisation, change, closed)
        _write_cell(organisation, change, slot, now)
    db.session.flush()
    record_for("capacity.set", organisation, actor, now, cells=len(changes))


def post_slot(organisation: Organisation, change: PlaceChange, *, actor: Actor, now: datetime) -> None:
    """Post a single slot; refused where one that begins at the same time is offered already."""
    require_own(organisation, actor)
    if change.ends_at <= change.starts_at:
        raise DomainError(N_("끝나는 시각은 시작하는 시각보다 늦어야 합니다."), "ends_at")
    day = day_of(change.starts_at)
    same = [slot for slot in slots_between(organisation.id, day, day) if slot.starts_at == change.starts_at]
    if any(slot.service_id == change.service_id and not publication.is_withdrawn(slot) for slot in same):
        raise Conflict(N_("같은 시각에 시작하는 자리가 이미 있습니다. 주간표에서 자리 수를 바꾸십시오."), "starts_at")
    set_places(organisation, [change], actor=actor, now=now)


def _check_cell(organisation: Organisation, change: PlaceChange, closed: set[date]) -> None:
    day = day_of(change.starts_at)
    hindrance = CLOSED if day in closed else member_hindrance(organisation, day)
    if hindrance:
        raise Conflict(hindrance, change.cell)
    check_offer(organisation, change.service_id, day, change.cell)
    check_places(change.places or 0, change.cell)
    check_dongs(organisation, change.dong_codes)


def _write_cell(organisation: Organisation, change: PlaceChange, slot: Slot | None, now: datetime) -> None:
    if slot is None:
        if change.places is not None:
            _add_slot(organisation, change)
        return
    if not publication.set_capacity(slot, change.places or 0):
        refuse_shrink(slot.held + slot.confirmed, change.places or 0, booking_names(slot.id), change.cell)
    if change.places is None:
        publication.withdraw([slot], now=now)


def _add_slot(organisation: Organisation, change: PlaceChange) -> None:
    dong_codes = publication.dongs_or_all(change.dong_codes, organisation)
    slot = Slot(
        organisation_id=organisation.id,
        service_id=change.service_id,
        starts_at=change.starts_at,
        ends_at=change.ends_at,
        capacity=change.places,
        dongs=[SlotDong(dong_code=code) for code in dong_codes],
    )
    db.session.add(slot)
