"""What the resident says about a visit: coming suits, another time would be better, how it was."""

from datetime import datetime
from uuid import UUID

from portal.audit.actions import record
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import get_slot
from portal.coordinators.caseload.actions import schedule_contact
from portal.coordinators.gate.asking import refuse_time
from portal.coordinators.gate.states import Door
from portal.coordinators.visits import notices
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import ConfirmedBy, Rating, VisitState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.dates import format_clock, format_long_day
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

STAY_KEEPS = N_("입소하는 날은 여기서 바꿀 수 없습니다. 코디네이터에게 전화해 주십시오.")
WISHED_TIME = N_("%(day)s %(clock)s")


def confirm_coming(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """The resident says that the time suits; told twice, the first time counts. A wish to move is taken back by it."""
    actor.require(Permission.MY_CASE_ACT)
    _refuse_unless_coming(visit, now)
    visit.resident_confirmed_at = visit.resident_confirmed_at or now
    _forget_wish(visit)
    _record_wish("visit.confirmed_coming", visit, actor, now)


def ask_to_move(visit: Visit, wish: str, *, slot_id: UUID | None = None, actor: Actor, now: datetime) -> None:
    """The resident would rather have another time, one of those offered or in words; the coordinator decides."""
    actor.require(Permission.MY_CASE_ACT)
    _refuse_unless_coming(visit, now)
    if visit.is_stay:
        raise Conflict(STAY_KEEPS)
    if slot_id is None and not wish:
        raise DomainError(N_("원하시는 시간을 고르거나 적어 주십시오."), "wish")
    slot = _wished_slot(visit, slot_id, now) if slot_id else None
    visit.wished_slot = slot
    visit.move_wish = wish if slot is None else _in_words(slot.starts_at)
    visit.move_asked_at = now
    visit.resident_confirmed_at = None
    _record_wish("visit.move_asked", visit, actor, now)
    schedule_contact(visit.referral.case, day_of(now), now=now)
    notices.notify_coordinator_of_visit(visit, "visit_move_asked", now)


def _wished_slot(visit: Visit, slot_id: UUID, now: datetime) -> Slot:
    """One that the coordinator could move the visit to at this moment."""
    slot = get_slot(slot_id)
    if (slot.service_id, slot.organisation_id) != (visit.slot.service_id, visit.organisation_id):
        raise DomainError(N_("고를 수 없는 시간입니다. 다른 시간을 골라 주십시오."), "slot")
    referral = visit.referral
    return refuse_time(referral.plan_line, slot_id, door=Door.WISH, now=now, instead_of=referral.id)


def keep_time(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """The coordinator found no better time, or agreed with the resident to leave it; the resident is told."""
    actor.require(Permission.REFERRAL_MANAGE)
    _refuse_unless_coming(visit, now)
    if visit.move_asked_at is None:
        raise Conflict(N_("이미 정해진 일입니다. 화면을 새로 고쳐 주십시오."))
    _forget_wish(visit)
    _record_wish("visit.time_kept", visit, actor, now)
    notices.notify_resident(visit, notices.KEPT, kind="visit_kept", now=now)


def confirm_took_place(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """The resident confirms afterwards what nobody could confirm at the door."""
    actor.require(Permission.MY_CASE_ACT)
    if visit.state is not VisitState.DONE or visit.confirmed_by is not ConfirmedBy.NOT_POSSIBLE:
        raise Conflict(N_("이미 확인한 방문입니다."))
    visit.confirmed_by = ConfirmedBy.ONLINE
    _record_wish("visit.confirmed", visit, actor, now)


def give_feedback(
    visit: Visit, rating: Rating, text: str, *, actor: Actor, now: datetime, is_shared: bool = False
) -> None:
    """How the visit was; told again, the newer counts. After a poor one the coordinator calls.

    The co-operative reads the rating, and the words where they are shared with it.
    """
    actor.require(Permission.MY_CASE_ACT)
    if visit.state is VisitState.MOVED or visit.starts_at > now:
        raise Conflict(N_("아직 하지 않은 방문입니다."))
    visit.rating, visit.rating_shared = rating, True
    visit.feedback = text
    visit.feedback_shared = is_shared and bool(text)
    visit.feedback_at = now
    _record_wish("visit.feedback", visit, actor, now, rating=rating.value)
    if rating is Rating.POOR:
        schedule_contact(visit.referral.case, day_of(now), now=now)
        notices.notify_coordinator_of_visit(visit, "visit_poor", now)


def _refuse_unless_coming(visit: Visit, now: datetime) -> None:
    if visit.state is not VisitState.BOOKED or visit.starts_at <= now:
        raise Conflict(N_("이미 시작했거나 끝난 방문입니다. 담당 코디네이터에게 전화해 주십시오."))


def _forget_wish(visit: Visit) -> None:
    visit.move_wish = ""
    visit.wished_slot = None
    visit.move_asked_at = None


def _in_words(starts_at: datetime) -> str:
    return WISHED_TIME % {"day": format_long_day(day_of(starts_at)), "clock": format_clock(starts_at)}


def _record_wish(event: str, visit: Visit, actor: Actor, now: datetime, **details: object) -> None:
    db.session.flush()
    record(event, actor=actor, now=now, subject=("visit", visit.id), **details)
