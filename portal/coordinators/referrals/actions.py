"""Every step of a referral: checked, written down with who and when, its place held or given back."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.capacity.actions import FREED, release_hold
from portal.consortium.capacity.queries import get_slot
from portal.coordinators.gate.actions import look_beside
from portal.coordinators.gate.asking import refuse_step, refuse_time
from portal.coordinators.gate.states import Door
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals import notices
from portal.coordinators.referrals.asked import ASKED, DECLINE_UNDONE
from portal.coordinators.referrals.beds import further_of, hold_all, places_of, put_nights, stay_of
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import is_asked_together
from portal.coordinators.referrals.rules import ONE_NIGHT, Stay, answer_due_at, why_no_reminder
from portal.coordinators.referrals.states import (
    ENDED_STATES,
    HOLDING_STATES,
    REFERRAL_STATES,
    DeclineReason,
    ReferralState,
    ReferralVerb,
)
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series, said
from portal.core.sockets import Socket, Takes
from portal.core.urgency import is_overdue
from portal.db.numbers import next_number
from portal.duty.queries import working
from portal.extensions import current_settings, db
from portal.notifications.actions import take_back_untrue
from portal.residents.households.locking import lock_household

GONE_MEANWHILE = N_("그 사이에 자리가 차거나 사정이 바뀌어 되돌릴 수 없습니다. 코디네이터에게 전화해 주십시오.")
CallOff = Callable[[Referral, str, Actor, datetime], None]
CALL_OFF: Socket[CallOff] = Socket("what calls a booked visit off", Takes.ONE)
"""Called with (referral, note, actor, now) where something booked is asked of another co-operative."""
TakeOut = Callable[[Referral, Actor, datetime], None]
TAKEN_OUT: Socket[TakeOut] = Socket("what follows a day that leaves its regular visits", Takes.ONE)
"""Called with (referral, actor, now) before a day is held or withdrawn alone."""


def request_referral(
    line: PlanLine,
    slot_id: UUID,
    *,
    note: str,
    actor: Actor,
    now: datetime,
    instead_of: UUID | None = None,
    series_id: UUID | None = None,
    stay: Stay = ONE_NIGHT,
) -> Referral:
    """Ask the slot's co-operative to take this plan line at this time; one place is held until it answers.

    `instead_of` is a referral that the caller ends in the same transaction, `series_id` the regular visits of which
    the caller tells the co-operative once. Of a `stay` the slot is the first night, and a place of every night is
    held, or none.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    further = further_of(line, slot_id, stay)
    slot = refuse_time(line, slot_id, door=Door.REFER, now=now, instead_of=instead_of, nights=further, stay=stay)
    places = [slot.id, *(night.id for night in further)]
    ASKED.only()(line.id, places, actor, now)
    hold_all(places)
    case = line.plan.case
    urgency = case.application.urgency
    referral = Referral(
        number=next_number(db.session, Series.REFERRAL, day_of(now).year),
        series_id=series_id,
        plan_line=line,
        case=case,
        household_id=case.household_id,
        household=case.household,
        organisation=slot.organisation,
        service=line.service,
        slot=slot,
        urgency=urgency,
        note_for_provider=note,
        requested_by_id=actor.user_id,
        requested_at=now,
        pays_beyond=stay.pays_beyond,
        continues_id=stay.continues_id,
    )
    if line.service.is_by_night:
        put_nights(referral, slot, further)
    _begin_round(referral, now)
    db.session.add(referral)
    _step(referral, ReferralVerb.REQUEST, actor=actor, now=now)
    if series_id is None:
        notices.notify_of_request(referral, now)
    return referral


def refer_again(
    referral: Referral, slot_id: UUID, *, note: str, actor: Actor, now: datetime, stay: Stay | None = None
) -> Referral:
    """Ask for another slot in place of a referral that is not to lead to a visit, which ends one way or another."""
    line = referral.plan_line
    replacement = request_referral(
        line, slot_id, note=note, actor=actor, now=now, instead_of=referral.id, stay=stay or stay_of(referral)
    )
    replacement.facts = {} if referral.was_recorded else dict(referral.facts)
    note = said(replacement.number, Series.REFERRAL)
    if referral.state is ReferralState.BOOKED:
        CALL_OFF.only()(referral, note, actor, now)
    if REFERRAL_STATES.allows(referral.state, ReferralVerb.CLOSE):
        close_referral(referral, actor=actor, now=now, note=note)
    else:
        withdraw_referral(referral, actor=actor, now=now, note=note)
    return replacement


def _begin_round(referral: Referral, now: datetime) -> None:
    """The time to answer begins, or begins anew: whatever was said of the one before says nothing of it.

    It never ends after the time that is asked for: an answer would come too late for anybody else to be asked.
    """
    due_at = answer_due_at(referral.urgency, now, current_settings().target, working())
    referral.asked_at, referral.answer_due_at = now, min(due_at, referral.slot.starts_at)
    referral.answered_at = referral.answer_reminded_at = None


def _wait_again(referral: Referral, now: datetime) -> None:
    """An answer was taken back: the time to answer goes on, or begins anew where it is over meanwhile."""
    referral.answered_at = None
    if is_overdue(referral.answer_due_at, now):
        _begin_round(referral, now)


def remind_of_answer(referral: Referral, *, actor: Actor, now: datetime) -> None:
    """Ask the co-operative for its answer once more; it is not reminded by the clock any more."""
    actor.require(Permission.REFERRAL_MANAGE)
    lock(referral)
    refusal = why_no_reminder(referral.state, referral.answer_reminded_at, now)
    if refusal:
        raise Conflict(refusal)
    referral.answer_reminded_at = now
    record("referral.reminded", actor=actor, now=now, subject=("referral", referral.id))
    notices.remind_cooperative(referral, now)
    db.session.flush()


def _refuse_apart(referral: Referral, *, together: bool) -> None:
    """What is asked as one is answered `together`."""
    if not together and is_asked_together(referral):
        raise Conflict(N_("정기 방문으로 한 번에 요청한 연계입니다. 정기 방문 화면에서 한 번에 답해 주십시오."))


def accept_referral(referral: Referral, *, actor: Actor, now: datetime, note: str = "", together: bool = False) -> None:
    """The co-operative takes it; the place stays held until the coordinator books."""
    actor.require(Permission.REFERRAL_ANSWER)
    _refuse_apart(referral, together=together)
    refuse_step(referral, door=Door.ACCEPT, now=now, actor_id=actor.user_id)
    step_referral(referral, ReferralVerb.ACCEPT, actor=actor, now=now, note=note)
    referral.answered_at = now
    if not together:
        notices.notify_of_answer(referral, accepted=True, now=now)


def undo_accept(referral: Referral, *, actor: Actor, now: datetime) -> None:
    """As if it had not been accepted; possible until it is booked."""
    actor.require(Permission.REFERRAL_ANSWER)
    step_referral(referral, ReferralVerb.UNDO_ACCEPT, actor=actor, now=now)
    _wait_again(referral, now)


def decline_referral(
    referral: Referral, reason: DeclineReason, *, note: str = "", actor: Actor, now: datetime, together: bool = False
) -> None:
    """The co-operative cannot; its place is free again and the coordinator asks elsewhere."""
    actor.require(Permission.REFERRAL_ANSWER)
    _refuse_apart(referral, together=together)
    if reason is DeclineReason.OTHER and not note:
        raise DomainError(N_("다른 까닭이면 무엇인지 적어 주십시오."), "note")
    step_referral(referral, ReferralVerb.DECLINE, actor=actor, now=now, note=note)
    referral.decline_reason = reason
    referral.answered_at = now
    if not together:
        notices.notify_of_answer(referral, accepted=False, now=now)


def undo_decline(referral: Referral, *, actor: Actor, now: datetime) -> None:
    """As if it had not been declined; possible while its time is free and nobody else was asked in its place."""
    actor.require(Permission.REFERRAL_ANSWER)
    try:
        refuse_time(
            referral.plan_line,
            referral.slot_id,
            door=Door.RESUME,
            now=now,
            instead_of=referral.id,
            nights=[night.slot for night in referral.nights] if referral.is_stay else [],
            stay=stay_of(referral),
        )
    except DomainError:
        raise Conflict(GONE_MEANWHILE) from None
    _step(referral, ReferralVerb.UNDO_DECLINE, actor=actor, now=now)
    referral.decline_reason = None
    _wait_again(referral, now)
    hold_all(places_of(referral))
    DECLINE_UNDONE.only()(referral.id)
    take_back_untrue("referral", referral.id, now=now)


def hold_referral(referral: Referral, *, note: str, actor: Actor, now: datetime) -> None:
    """Stop for a while (hospital, away); the place is given back."""
    actor.require(Permission.REFERRAL_MANAGE)
    _take_out(referral, actor, now)
    step_referral(referral, ReferralVerb.HOLD, actor=actor, now=now, note=note)
    notices.notify_of_withdrawal(referral, now)


def resume_referral(referral: Referral, *, slot_id: UUID | None = None, actor: Actor, now: datetime) -> None:
    """Ask anew, for the same slot or another one; takes a place again and restarts the time to answer."""
    actor.require(Permission.REFERRAL_MANAGE)
    stay = stay_of(referral)
    slot = get_slot(slot_id or referral.slot_id)
    further = further_of(referral.plan_line, slot.id, stay)
    refuse_time(
        referral.plan_line,
        slot.id,
        door=Door.RESUME,
        now=now,
        instead_of=referral.id,
        nights=further,
        stay=stay,
    )
    _step(referral, ReferralVerb.RESUME, actor=actor, now=now)
    referral.slot = slot
    referral.organisation = slot.organisation
    if referral.is_stay:
        put_nights(referral, slot, further)
    _begin_round(referral, now)
    hold_all([slot.id, *(night.id for night in further)])
    notices.notify_of_request(referral, now)


def _take_out(referral: Referral, actor: Actor, now: datetime) -> None:
    """A day of regular visits that goes its own way is asked, answered and told of alone from then on."""
    if referral.series_id is not None:
        lock_household(referral.household_id)
        TAKEN_OUT.only()(referral, actor, now)


def withdraw_referral(
    referral: Referral, *, note: str = "", actor: Actor, now: datetime, together: bool = False
) -> None:
    """The coordinator takes the request back before it is booked."""
    actor.require(Permission.REFERRAL_MANAGE)
    if not together:
        _take_out(referral, actor, now)
    told = referral.state is not ReferralState.ON_HOLD and not together
    step_referral(referral, ReferralVerb.WITHDRAW, actor=actor, now=now, note=note)
    if told:
        notices.notify_of_withdrawal(referral, now)


def close_referral(referral: Referral, *, actor: Actor, now: datetime, note: str = "") -> None:
    """The coordinator has seen how it ended and nothing is left to do."""
    actor.require(Permission.REFERRAL_MANAGE)
    step_referral(referral, ReferralVerb.CLOSE, actor=actor, now=now, note=note)


def step_referral(referral: Referral, verb: ReferralVerb, *, actor: Actor, now: datetime, note: str = "") -> None:
    """Take one step of the table, and give the held place back when the step ends the holding.

    Booking turns the held place into a confirmed one: that is the caller's part.
    """
    before = _step(referral, verb, actor=actor, now=now, note=note)
    if before in HOLDING_STATES and referral.state not in HOLDING_STATES and referral.state is not ReferralState.BOOKED:
        for place in places_of(referral):
            release_hold(place)
        look_beside(referral, now=now)
        FREED.only()(places_of(referral), now)


def _step(
    referral: Referral, verb: ReferralVerb, *, actor: Actor, now: datetime, note: str = ""
) -> ReferralState | None:
    before = take(REFERRAL_STATES, referral, verb, actor=actor, now=now, note=note, number=referral.number)
    if referral.state not in ENDED_STATES:
        referral.ended_at = None
    elif referral.ended_at is None:
        referral.ended_at = now
    db.session.flush()
    return before
