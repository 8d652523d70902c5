"""Books, records, moves and cancels visits; each takes its step of the referral in the same transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.audit.steps import take
from portal.consortium.capacity.actions import FREED, confirm_place, hold_place, release_confirmed
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import get_slot
from portal.coordinators.caseload.actions import schedule_contact, step_case
from portal.coordinators.caseload.met import lock_first
from portal.coordinators.caseload.rules import contact_after_visit_on
from portal.coordinators.caseload.states import CaseVerb
from portal.coordinators.gate.actions import look_beside
from portal.coordinators.gate.asking import refuse_step, refuse_time
from portal.coordinators.gate.states import Door
from portal.coordinators.referrals.actions import step_referral
from portal.coordinators.referrals.beds import give_back, places_of
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import CancelledBy, ReferralVerb
from portal.coordinators.visits import money, notices, stays
from portal.coordinators.visits.met import tell_of_visit
from portal.coordinators.visits.models import Visit, VisitStep
from portal.coordinators.visits.naming import name_who_came, refuse_nobody
from portal.coordinators.visits.recording import allowed_photos, kept_photo, refuse_steps, refuse_times
from portal.coordinators.visits.rules import absence_hindrance, is_late
from portal.coordinators.visits.states import VISIT_STATES, Attempt, VisitState, VisitVerb
from portal.coordinators.visits.written import VisitRecord
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings, db
from portal.notifications.actions import take_back_untrue


def book_visit(
    referral: Referral,
    *,
    actor: Actor,
    now: datetime,
    worker_id: UUID | None = None,
    resident_agreed: bool = False,
    together: bool = False,
) -> Visit:
    """Turn the accepted referral into a visit: the place is confirmed, the price of the day is kept, all are told.

    Of what is booked `together` with others, whoever does so tells once.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    refuse_step(referral, door=Door.BOOK, now=now, worker_id=worker_id)
    step_referral(referral, ReferralVerb.BOOK, actor=actor, now=now)
    for place in places_of(referral):
        confirm_place(place)
    if referral.continues is not None:
        stays.leave(referral.continues, day_of(referral.slot.starts_at), actor=actor, now=now)
    visit = _put_down(referral, referral.slot, actor=actor, now=now)
    visit.worker_id = worker_id
    visit.resident_confirmed_at = now if resident_agreed else None
    money.hold(visit, actor=actor, now=now)
    db.session.add(visit)
    db.session.flush()
    if not together:
        notices.notify_resident(visit, notices.BOOKED, kind="visit_booked", now=now)
        notices.notify_cooperative_of_visit(visit, "visit_booked", now)
    return visit


def _put_down(referral: Referral, slot: Slot, *, actor: Actor, now: datetime) -> Visit:
    """The row of this referral at this slot, without its price: a new one, or the one it was once moved away from."""
    query = select(Visit).where(Visit.referral_id == referral.id, Visit.slot_id == slot.id)
    visit = db.session.scalar(query) or Visit(id=new_id(), referral=referral, slot=slot)
    visit.organisation_id = slot.organisation_id
    visit.household_id = referral.household_id
    visit.starts_at, visit.ends_at = slot.starts_at, referral.stay_ends_at or slot.ends_at
    take(VISIT_STATES, visit, VisitVerb.BOOK, actor=actor, now=now)
    visit.booked_at = now
    visit.reminded_days = visit.resident_confirmed_at = visit.move_asked_at = visit.wished_slot = None
    visit.move_wish = ""
    return visit


def record_visit(visit: Visit, written: VisitRecord, *, actor: Actor, now: datetime) -> None:
    """Keep what was done, by the steps of the manual's edition; the coordinator's follow-up becomes due."""
    actor.require(Permission.VISIT_RECORD)
    refuse_times(visit, written.arrived_at, written.left_at, now)
    refuse_steps(visit, written.edition_id, written.steps)
    refuse_nobody(visit, written.worker_id)
    photos = allowed_photos(visit, written.photos)
    lock_first(visit.household_id, now)
    _record(
        visit,
        ReferralVerb.RECORD_DONE,
        VisitVerb.RECORD_DONE,
        actor=actor,
        now=now,
        photos=len(photos),
        confirmed_by=written.confirmed_by.value,
    )
    visit.manual_edition_id = written.edition_id
    visit.arrived_at, visit.left_at = written.arrived_at, written.left_at
    visit.notes, visit.findings = written.notes, written.findings
    name_who_came(visit, written.worker_id, now=now)
    visit.confirmed_by = written.confirmed_by
    visit.steps = [
        VisitStep(position=place, name=step.name, required=step.required, done=step.done, note=step.note)
        for place, step in enumerate(written.steps, start=1)
    ]
    visit.photos = [kept_photo(photo, now) for photo in photos]
    stays.settle(visit, written, actor=actor, now=now)
    case = visit.referral.case
    if case.closed_at is None:
        step_case(case, CaseVerb.SERVE, actor=actor, now=now)
        schedule_contact(case, contact_after_visit_on(day_of(visit.starts_at), current_settings().target), now=now)
    tell_of_visit(visit, min(written.left_at, now), actor=actor, now=now)


def record_nobody_home(visit: Visit, attempts: list[Attempt], *, note: str = "", actor: Actor, now: datetime) -> None:
    """Nobody answered at the door: the coordinator is told at once and calls today."""
    actor.require(Permission.VISIT_RECORD)
    if not attempts:
        raise DomainError(N_("무엇을 해 보았는지 하나 이상 골라 주십시오."), "attempts")
    _refuse_early(visit, now)
    lock_first(visit.household_id, now)
    _record(visit, ReferralVerb.RECORD_NOBODY_HOME, VisitVerb.RECORD_NOBODY_HOME, actor=actor, now=now, note=note)
    visit.attempts = [attempt.value for attempt in attempts]
    visit.notes = note
    _come_to_nothing(visit, actor=actor, now=now)
    notices.notify_coordinator_of_visit(visit, "visit_nobody_home", now)
    tell_of_visit(visit, now, actor=actor, now=now)


def record_provider_absent(visit: Visit, *, note: str, actor: Actor, now: datetime) -> None:
    """The co-operative did not come; it says so itself, or the coordinator heard it from the resident."""
    if not actor.can(Permission.REFERRAL_MANAGE):
        actor.require(Permission.VISIT_RECORD)
    _refuse_early(visit, now)
    _record(
        visit, ReferralVerb.RECORD_PROVIDER_ABSENT, VisitVerb.RECORD_PROVIDER_ABSENT, actor=actor, now=now, note=note
    )
    visit.notes = note
    _come_to_nothing(visit, actor=actor, now=now)
    notices.notify_coordinator_of_visit(visit, "visit_provider_absent", now)


def _come_to_nothing(visit: Visit, *, actor: Actor, now: datetime) -> None:
    if visit.is_stay:
        give_back(visit.referral, day_of(visit.starts_at))
    money.end(visit, actor=actor, now=now)
    schedule_contact(visit.referral.case, day_of(now), now=now)


def _refuse_early(visit: Visit, now: datetime) -> None:
    hindrance = absence_hindrance(visit.starts_at, now)
    if hindrance:
        raise DomainError(hindrance)


def move_visit(visit: Visit, slot_id: UUID, *, actor: Actor, now: datetime) -> Visit:
    """Put the visit to another free time of the same service and co-operative; both places change hands together.

    The row of the old time stays as moved; the new one takes the calendar entry and the wish of the resident with it.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    slot = _movable_slot(visit, slot_id, now)
    _step(visit, ReferralVerb.MOVE, VisitVerb.MOVE, actor=actor, now=now)
    _swap_places(visit.slot_id, slot.id)
    visit.referral.slot = slot
    moved = _put_down(visit.referral, slot, actor=actor, now=now)
    moved.worker_id = visit.worker_id
    money.move(visit, moved, actor=actor, now=now)
    db.session.add(moved)
    look_beside(visit.referral, now=now)
    FREED.only()([visit.slot_id], now)
    take_back_untrue("visit", visit.id, now=now)
    notices.notify_resident(moved, notices.MOVED, kind="visit_moved", now=now)
    notices.notify_cooperative_of_visit(moved, "visit_moved", now)
    return moved


def _movable_slot(visit: Visit, slot_id: UUID, now: datetime) -> Slot:
    if visit.is_stay:
        raise Conflict(N_("머무는 날은 옮길 수 없습니다. 취소하고 새로 연계해 주십시오."), "slot")
    if visit.starts_at <= now:
        raise Conflict(N_("이미 시작한 방문은 옮길 수 없습니다."), "slot")
    slot = get_slot(slot_id)
    same = (slot.service_id, slot.organisation_id) == (visit.slot.service_id, visit.organisation_id)
    if not same or slot.id == visit.slot_id:
        raise DomainError(N_("옮길 수 없는 시간입니다. 다른 시간을 골라 주십시오."), "slot")
    referral = visit.referral
    return refuse_time(
        referral.plan_line,
        slot_id,
        door=Door.MOVE,
        now=now,
        instead_of=referral.id,
        worker_id=visit.worker_id,
    )


def _swap_places(old_id: UUID, new_id: UUID) -> None:
    """Give one place back and take another, in the order of the ids so that opposite moves do not block each other."""
    if old_id < new_id:
        release_confirmed(old_id)
    hold_place(new_id)
    confirm_place(new_id)
    if old_id > new_id:
        release_confirmed(old_id)


CANCELLERS = {
    CancelledBy.RESIDENT: Permission.MY_CASE_ACT,
    CancelledBy.COOPERATIVE: Permission.VISIT_RECORD,
    CancelledBy.COORDINATOR: Permission.REFERRAL_MANAGE,
}


def cancel_visit(
    visit: Visit,
    by: CancelledBy,
    *,
    note: str = "",
    is_due: bool = True,
    actor: Actor,
    now: datetime,
    together: bool = False,
) -> None:
    """Cancel before the visit begins: in time, or late; the place is free again and all the others are told.

    A coordinator may write down that the resident or the co-operative cancelled by telephone. The share of a late one
    is due unless the co-operative cancelled, or it is not `is_due`. Of what is cancelled `together` with others,
    whoever does so tells once, and calls once.
    """
    if not actor.can(Permission.REFERRAL_MANAGE):
        actor.require(CANCELLERS[by])
    if visit.starts_at <= now:
        raise Conflict(N_("이미 시작한 방문은 취소할 수 없습니다. 담당 코디네이터에게 전화해 주십시오."))
    late = is_late(visit.starts_at, now, current_settings().target.late_cancellation_hours)
    state = VisitState.CANCELLED_LATE if late else VisitState.CANCELLED_IN_TIME
    _step(
        visit, ReferralVerb.CANCEL, VisitVerb.CANCEL, to=state, actor=actor, now=now, note=note, by=by.value, late=late
    )
    visit.referral.cancelled_by = by
    visit.referral.cancelled_late = late
    for place in places_of(visit.referral):
        release_confirmed(place)
    look_beside(visit.referral, now=now)
    FREED.only()(places_of(visit.referral), now)
    money.end(visit, is_due=is_due and by is not CancelledBy.COOPERATIVE, actor=actor, now=now)
    take_back_untrue("visit", visit.id, now=now)
    if not together:
        schedule_contact(visit.referral.case, day_of(now), now=now)
        _tell_of_cancelling(visit, by, now)


def _tell_of_cancelling(visit: Visit, by: CancelledBy, now: datetime) -> None:
    notices.notify_resident(visit, notices.CANCELLED, kind="visit_cancelled", now=now)
    if by is not CancelledBy.COOPERATIVE:
        notices.notify_cooperative_of_visit(visit, "visit_cancelled", now)
    if by is not CancelledBy.COORDINATOR:
        notices.notify_coordinator_of_visit(visit, "visit_cancelled", now)


def _record(visit: Visit, verb: ReferralVerb, of_visit: VisitVerb, *, actor: Actor, now: datetime, **told: Any) -> None:
    """The step of a visit that is written down, signed by who wrote."""
    known = visit.referral.known_facts
    _step(visit, verb, of_visit, actor=actor, now=now, **told)
    visit.referral.facts = known
    visit.recorded_by_id = actor.user_id
    visit.recorded_at = now
    look_beside(visit.referral, now=now)


def _step(
    visit: Visit,
    verb: ReferralVerb,
    of_visit: VisitVerb,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
    to: VisitState | None = None,
    **details: Any,
) -> None:
    """Step the referral under its lock, then this visit, which must still be the one that is booked."""
    step_referral(visit.referral, verb, actor=actor, now=now, note=note)
    if visit.slot_id != visit.referral.slot_id:
        raise Conflict(N_("다른 시간으로 옮겼거나 끝난 방문입니다. 화면을 새로 고쳐 주십시오."))
    take(VISIT_STATES, visit, of_visit, actor=actor, now=now, note=note, to=to, **details)
