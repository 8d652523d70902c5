"""What is done with the waiting list: a need is put on it, takes an offered place, lets it go, or waits no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.audit.steps import lock, take
from portal.consortium.capacity.actions import lock_places
from portal.consortium.members.locking import keep_member
from portal.coordinators.gate.asking import hindrance_to_refer
from portal.coordinators.gate.rules import sentence
from portal.coordinators.gate.states import Door, Hindrance
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.actions import request_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.times import slots_for
from portal.coordinators.waitlist.looking import HINDERS, Looking
from portal.coordinators.waitlist.models import WAITS_ALREADY, PlaceOffer, WaitEntry
from portal.coordinators.waitlist.offering import SLOTS_LOOKED_AT, give_place_back, offer_places, pass_on
from portal.coordinators.waitlist.queries import RUNS, has_open_referral, wait_of_line, waited_since, waits_of_household
from portal.coordinators.waitlist.rules import refuse_until, suits_them
from portal.coordinators.waitlist.states import BY_HAND, WAIT_STATES, OfferEnd, WaitEnd, WaitVerb
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.residents.applications.states import DayTime
from portal.residents.households.locking import lock_household

SUBJECT = "wait"
STANDS = PlaceOffer.ended_at.is_(None)
NOT_LISTED = N_("협동조합이 시간을 정해 찾아가는 서비스만 대기 명단에 올립니다. 맡을 곳에 전화해 주십시오.")
HAS_A_PLACE = N_("이미 연계한 항목입니다. 그 연계를 먼저 마치거나 거두어 주십시오.")
PLACE_IS_FREE = N_("지금 맞는 빈자리가 있습니다. 연계하기에서 시간을 골라 주십시오.")
GONE = N_("잡아 둔 시간이 지났습니다. 자리는 다음 분께 넘어갔습니다.")

WITHDRAWN = N_("그 자리는 쓸 수 없게 되었습니다. 순서는 그대로이니 다음 자리를 기다립니다.")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which windows suit, none where any does, and until which day a place would help."""

    wanted: tuple[DayTime, ...]
    until_on: date


def hindrance_to_wait(line: PlanLine, now: datetime) -> str | None:
    """Why this line cannot wait for a place, whatever is wished, in words that say what to do; None when it can."""
    if line.service.is_linked or line.service.is_by_night:
        return NOT_LISTED
    if wait_of_line(line.id) is not None:
        return WAITS_ALREADY
    return HAS_A_PLACE if has_open_referral(line) else hindrance_to_refer(line, now)


def put_on_list(line: PlanLine, wish: Wish, *, actor: Actor, now: datetime) -> WaitEntry:
    """Let a line of an agreed plan wait that finds no free place; its urgency is that of the application."""
    actor.require(Permission.REFERRAL_MANAGE)
    case = line.plan.case
    lock_household(case.household_id)
    db.session.refresh(case, ["state"])
    db.session.refresh(line.plan, ["state"])
    if hindrance := hindrance_to_wait(line, now):
        raise Conflict(hindrance)
    refuse_until(wish.until_on, day_of(now), line.until_on)
    _refuse_beside_free_places(line, wish, now)
    entry = WaitEntry(
        case=case,
        line=line,
        service=line.service,
        urgency=case.application.urgency,
        since=waited_since(line) or now,
        wanted=[window.value for window in wish.wanted],
        until_on=wish.until_on,
        put_by_id=actor.user_id,
    )
    db.session.add(entry)
    take(WAIT_STATES, entry, WaitVerb.PUT, actor=actor, now=now)
    db.session.flush()
    return entry


def _refuse_beside_free_places(line: PlanLine, wish: Wish, now: datetime) -> None:
    """Whoever could have a place takes it; whoever lacks something else than a place would wait for ever."""
    looking = Looking(now)
    suiting = (
        slot
        for slot in slots_for(line, now=now, limit=SLOTS_LOOKED_AT)
        if suits_them(slot.starts_at, wish.wanted, wish.until_on)
    )
    found = set()
    for slot in suiting:
        hindrance = looking.hindrance(line, slot)
        if hindrance is None:
            raise DomainError(PLACE_IS_FREE, "wanted")
        found.add(hindrance)
    if found and found <= HINDERS:
        raise DomainError(sentence(min(found, key=list(Hindrance).index), Door.REFER), "wanted")


def take_place(entry: WaitEntry, offer_id: UUID, *, note: str = "", actor: Actor, now: datetime) -> Referral:
    """Ask the co-operative for the place that is kept, as any other is asked for; the gate may still refuse.

    Raises `Conflict` where another place is kept by now than the one that was meant, or none.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    lock_household(entry.household_id)
    keep_member(_standing(entry, offer_id).slot.organisation_id)
    take(WAIT_STATES, entry, WaitVerb.TAKE, actor=actor, now=now)
    entry.closed_at = now
    offer = _standing(entry, offer_id)
    if offer.until_at <= now:
        raise Conflict(GONE)
    give_place_back(entry, OfferEnd.TAKEN, now)
    return request_referral(entry.line, offer.slot_id, note=note, actor=actor, now=now)


def let_go(entry: WaitEntry, offer_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The place that is kept does not suit: it goes to the next, and they stay where they stand.

    Raises `Conflict` where another place is kept by now than the one that was meant, or none.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    lock(entry)
    _standing(entry, offer_id)
    pass_on(entry, WaitVerb.LET_GO, actor=actor, now=now)


def _standing(entry: WaitEntry, offer_id: UUID) -> PlaceOffer:
    """The place that whoever answers has seen, as long as it is kept for this entry."""
    offer = db.session.get(PlaceOffer, offer_id, populate_existing=True)
    if offer is not None and offer.entry_id == entry.id and offer.outcome is OfferEnd.WITHDRAWN:
        raise Conflict(WITHDRAWN)
    if offer is None or offer.entry_id != entry.id or offer.ended_at is not None:
        raise Conflict(GONE)
    return offer


def take_off(entry: WaitEntry, why: WaitEnd, *, actor: Actor, now: datetime) -> None:
    """They do not wait any more, by their own word."""
    actor.require(Permission.REFERRAL_MANAGE)
    if why not in BY_HAND:
        raise DomainError(N_("까닭을 골라 주십시오."), "why")
    end_wait(entry, why, actor=actor, now=now)


def end_wait(entry: WaitEntry, why: WaitEnd, *, actor: Actor, now: datetime) -> None:
    """They wait no more; what was kept for them goes to the next."""
    take(WAIT_STATES, entry, WaitVerb.END, actor=actor, now=now, note=why.words)
    entry.closed_at, entry.end_reason = now, why
    slot_id = give_place_back(entry, OfferEnd.WAITS_NO_MORE, now)
    db.session.flush()
    if slot_id is not None:
        offer_places([slot_id], now)


def end_waits(household_id: UUID, why: WaitEnd, *, actor: Actor, now: datetime) -> None:
    """Whatever a household waits for ends with what it rests on."""
    for entry in _in_hand(waits_of_household(household_id)):
        end_wait(entry, why, actor=actor, now=now)


def _in_hand(entries: Sequence[WaitEntry]) -> list[WaitEntry]:
    """Those that wait still, in their order: locked by their ids, and then the places that are kept for them.

    Whoever keeps places locks several of them by their ids, too: none waits for the other.
    """
    for entry in sorted(entries, key=lambda each: each.id):
        lock(entry)
    ids = [entry.id for entry in entries]
    lock_places(db.session.scalars(select(PlaceOffer.slot_id).where(PlaceOffer.entry_id.in_(ids), STANDS)).all())
    return [entry for entry in entries if entry.closed_at is None]


def end_with_referral(line_id: UUID, slot_ids: Collection[UUID], actor: Actor, now: datetime) -> None:
    """The line is referred by hand to `slot_ids`, which are locked together with the place that is kept for it."""
    entry = wait_of_line(line_id)
    if entry is None:
        return
    lock(entry)
    if entry.closed_at is None:
        lock_places({*slot_ids, *(offer.slot_id for offer in entry.offers if offer.ended_at is None)})
        end_wait(entry, WaitEnd.FOUND, actor=actor, now=now)


def go_on_by_new_plan(household_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Another plan is in force: what it names, too, waits on where it stood, what it leaves out waits no more."""
    taken: set[UUID] = set()
    for entry in sorted(_in_hand(waits_of_household(household_id)), key=lambda each: each.line.position):
        line = _line_in_force(entry, taken)
        if line is None:
            end_wait(entry, WaitEnd.PLAN, actor=actor, now=now)
        else:
            taken.add(line.id)
            entry.line, entry.until_on = line, min(entry.until_on, line.until_on)
    db.session.flush()


def _line_in_force(entry: WaitEntry, taken: Collection[UUID]) -> PlanLine | None:
    """Of the lines of the service that the plan in force has, the one at the same place, or the first that is free."""
    service = select(PlanLine).where(PlanLine.service_id == entry.service_id).order_by(PlanLine.position)
    before = [line.id for line in db.session.scalars(service.where(PlanLine.plan_id == entry.line.plan_id))]
    in_force = (CarePlan.case_id == entry.case_id, CarePlan.state == PlanState.AGREED)
    lines = db.session.scalars(service.join(PlanLine.plan).where(*in_force)).all()
    place = before.index(entry.plan_line_id)
    return next((line for line in (*lines[place : place + 1], *lines) if line.id not in taken), None)


def end_what_is_over(now: datetime) -> int:
    """Whoever a place would not help any more waits no more; answers how many."""
    today = day_of(now)
    query = select(WaitEntry).join(WaitEntry.line).join(WaitEntry.case)
    query = query.where(RUNS, or_(WaitEntry.until_on < today, PlanLine.until_on < today))
    found = _in_hand(db.session.scalars(query.options(joinedload(WaitEntry.case)).order_by(WaitEntry.id)).all())
    for entry in found:
        end_wait(entry, WaitEnd.OVER, actor=SYSTEM, now=now)
    return len(found)
