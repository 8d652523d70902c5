"""Pairs households with coordinators and carries a case from its opening to its closure."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from portal.audit.steps import lock, take
from portal.coordinators.caseload import notices, rules
from portal.coordinators.caseload.handed import HandedOver, tell_handed_over
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.queries import (
    likely_in_care,
    open_case_of_household,
    open_pairing,
    ranked_coordinators,
    suggested,
)
from portal.coordinators.caseload.states import CASE_STATES, CaseState, CaseVerb, ClosureReason
from portal.coordinators.caseload.turns import follow_turn
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series, said
from portal.db.numbers import next_number
from portal.extensions import current_settings, db
from portal.notifications.actions import take_back_untrue
from portal.residents.applications import actions as applications
from portal.residents.applications.models import Application
from portal.residents.households import actions as households


def pair_household(
    application: Application, coordinator_id: UUID, *, actor: Actor, now: datetime, reason: str = ""
) -> CareCase:
    """Open the household's case with its one coordinator; both are told. Someone not suggested needs a `reason`."""
    actor.require(Permission.APPLICATION_PAIR)
    _refuse_unjudged(application)
    _refuse_second_coordinator(application.household_id)
    was_suggested = _choice(application, coordinator_id, reason, now=now)
    applications.mark_paired(application, actor=actor, now=now)
    case = _new_case(application, coordinator_id, now)
    db.session.add(case)
    _step(case, CaseVerb.PAIR, note=reason, actor=actor, now=now, was_suggested=was_suggested)
    db.session.flush()
    _open_pairing(case, was_suggested=was_suggested, reason=reason, actor=actor, now=now)
    follow_turn(case, now, is_day_chosen=True)
    notices.notify_resident_of_coordinator(case, now=now)
    notices.notify_coordinator_of_household(case, now=now)
    return case


def refuse_application(application: Application, note: str, *, actor: Actor, now: datetime) -> None:
    """Not for this consortium: `note` holds the reason and the next door, and the person is told where to ask."""
    applications.refuse_application(application, note, actor=actor, now=now)
    notices.notify_resident_of_next_door(application, now=now)


def _refuse_unjudged(application: Application) -> None:
    """Nobody gets a second course of care because a file was not recognised: the office says first who it is."""
    for _pair, case in likely_in_care(application):
        raise Conflict(
            N_("이미 돌보는 분과 같은 분일 수 있습니다(%(case)s). 같은 분인지 먼저 확인해 주십시오."),
            "coordinator",
            case=said(case.number, Series.CASE),
        )


def _refuse_second_coordinator(household_id: UUID) -> None:
    """Say who accompanies the household already; of two at the same moment the database refuses the second."""
    present = open_case_of_household(household_id)
    if present is not None:
        raise Conflict(
            N_("이 가구는 %(name)s 님이 이미 담당하고 있습니다. 가구 화면에서 담당을 바꿀 수 있습니다."),
            "coordinator",
            name=present.coordinator.name,
        )


def _choice(
    application: Application, coordinator_id: UUID, reason: str, *, now: datetime, without: UUID | None = None
) -> bool:
    """Whether the chosen coordinator was suggested; raises where they cannot be chosen or the reason is missing."""
    ranked = ranked_coordinators(application, now=now, without=without)
    if coordinator_id not in {suggestion.coordinator.coordinator_id for suggestion in ranked}:
        raise DomainError(N_("지금 배정할 수 없는 사람입니다. 다른 코디네이터를 골라 주십시오."), "coordinator")
    was_suggested = coordinator_id in {suggestion.coordinator.coordinator_id for suggestion in suggested(ranked)}
    if not was_suggested and not reason:
        raise DomainError(N_("추천하지 않은 코디네이터를 고르셨습니다. 고른 이유를 적어 주십시오."), "reason")
    return was_suggested


def _new_case(application: Application, coordinator_id: UUID, now: datetime) -> CareCase:
    today = clock.day_of(now)
    return CareCase(
        number=next_number(db.session, Series.CASE, today.year),
        household_id=application.household_id,
        person_id=application.person_id,
        application_id=application.id,
        coordinator_id=coordinator_id,
        opened_at=now,
        first_visit_due_at=now + timedelta(hours=current_settings().target.first_visit_hours),
        next_contact_on=rules.first_contact_on(clock.day_of(application.first_contact_due_at), today),
    )


def _open_pairing(
    case: CareCase, *, was_suggested: bool, reason: str, actor: Actor, now: datetime, handover_note: str = ""
) -> Pairing:
    pairing = Pairing(
        household_id=case.household_id,
        coordinator_id=case.coordinator_id,
        case_id=case.id,
        was_suggested=was_suggested,
        reason=reason,
        paired_by_id=actor.user_id,
        started_at=now,
        handover_note=handover_note,
    )
    db.session.add(pairing)
    db.session.flush()
    return pairing


def pair_again(
    case: CareCase, coordinator_id: UUID, *, reason: str, handover_note: str, actor: Actor, now: datetime
) -> None:
    """Hand one household over."""
    handed = change_coordinator(case, coordinator_id, reason=reason, handover_note=handover_note, actor=actor, now=now)
    tell_handed_over([handed], actor=actor, now=now)


def change_coordinator(
    case: CareCase, coordinator_id: UUID, *, reason: str, handover_note: str, actor: Actor, now: datetime
) -> HandedOver:
    """The present pairing ends and stays in the history, the next one carries the note; the resident is told once."""
    actor.require(Permission.APPLICATION_PAIR)
    former = case.coordinator
    _take_alone(case)
    _refuse_closed(case)
    if not handover_note:
        raise DomainError(N_("다음 코디네이터에게 넘겨줄 내용을 적어 주십시오."), "handover_note")
    if not reason:
        raise DomainError(N_("담당을 바꾸는 이유를 적어 주십시오."), "reason")
    was_suggested = _choice(case.application, coordinator_id, reason, now=now, without=case.coordinator_id)
    _step(case, CaseVerb.HAND_OVER, note=handover_note, actor=actor, now=now, was_suggested=was_suggested)
    _end_pairing(case, now)
    case.coordinator_id = coordinator_id
    db.session.flush()
    db.session.refresh(case, ["coordinator"])
    pairing = _open_pairing(
        case, was_suggested=was_suggested, reason=reason, actor=actor, now=now, handover_note=handover_note
    )
    schedule_contact(case, rules.retry_on(clock.day_of(now)), now=now)
    take_back_untrue("household", case.household_id, now=now)
    notices.notify_resident_of_coordinator(case, now=now)
    return HandedOver(case, pairing, former)


def _take_alone(case: CareCase) -> None:
    """Keep others from handing the same household over meanwhile; whoever comes second is told that it has changed."""
    seen = case.coordinator_id
    lock(case)
    if case.coordinator_id != seen:
        raise Conflict(N_("이 가구의 담당이 방금 바뀌었습니다. 화면을 새로 고쳐 주십시오."), "coordinator")


def _end_pairing(case: CareCase, now: datetime) -> None:
    pairing = open_pairing(case)
    if pairing is not None:
        pairing.ended_at = now
        db.session.flush()


def _refuse_closed(case: CareCase) -> None:
    if case.state is CaseState.CLOSED:
        raise Conflict(N_("이미 종결된 가구입니다. 기록은 볼 수 있지만 바꿀 수 없습니다."))


def step_case(case: CareCase, verb: CaseVerb, *, actor: Actor, now: datetime) -> None:
    """Let the case go on where `verb` leads further; during a hold that is kept for the day on which it goes on."""
    lock(case)
    reached = case.state_before_hold or case.state
    after = CASE_STATES.next(reached, verb)
    if case.state is CaseState.ON_HOLD:
        case.state_before_hold = after
    elif after is not reached:
        _step(case, verb, actor=actor, now=now)
    db.session.flush()


def _step(
    case: CareCase,
    verb: CaseVerb,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
    to: CaseState | None = None,
    **details: Any,
) -> CaseState | None:
    subject = ("household", case.household_id)
    return take(CASE_STATES, case, verb, actor=actor, now=now, note=note, to=to, subject=subject, **details)


def schedule_contact(case: CareCase, on: date, *, now: datetime) -> None:
    """Bring the next contact forward to `on`; an earlier day that is set stays. Without effect on hold or closed."""
    rests = case.state in (CaseState.ON_HOLD, CaseState.CLOSED)
    is_earlier = not rests and (case.next_contact_on is None or on < case.next_contact_on)
    if is_earlier:
        case.next_contact_on = on
    follow_turn(case, now, is_day_chosen=is_earlier)


def set_next_contact(case: CareCase, on: date, *, now: datetime) -> None:
    """Contact the household by `on`, on hold too. Without effect on closed."""
    if case.state is not CaseState.CLOSED:
        case.next_contact_on = on
        follow_turn(case, now, is_day_chosen=True)


def set_review(case: CareCase, on: date | None, *, now: datetime) -> None:
    """Ask by `on` whether the case goes on or ends."""
    case.review_on = on
    follow_turn(case, now, is_day_chosen=True)


def close_case(case: CareCase, reason: ClosureReason, note: str, *, actor: Actor, now: datetime) -> None:
    """End the case and its pairing and tell the resident. Whether referrals are still open is asked one level above.

    With `ClosureReason.DIED` it follows the death that the file tells, and says nothing to anybody.
    """
    actor.require(Permission.CASE_CLOSE)
    _step(case, CaseVerb.CLOSE, note=note, actor=actor, now=now, reason=reason.value)
    case.state_before_hold = case.hold_until_on = None
    case.closed_at = now
    case.closure_reason = reason
    case.closure_note = note
    case.next_contact_on = None
    case.review_on = None
    _end_pairing(case, now)
    if reason is not ClosureReason.DIED:
        notices.notify_resident_of_closure(case, now=now)
    follow_turn(case, now, is_day_chosen=False)
    tell(Event.CLOSED, case.household_id, actor=actor, now=now)
    if reason is ClosureReason.MOVED_AWAY:
        households.end_account_of(case.person, actor=actor, now=now)
