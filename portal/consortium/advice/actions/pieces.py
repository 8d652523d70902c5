"""A piece of advice: noted, answered with a reason, worked in somewhere."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.advice.models import Advice, Expert
from portal.consortium.advice.notices import tell_owner
from portal.consortium.advice.queries import SUBJECT, held_on, open_advice_of
from portal.consortium.advice.rules import may_apply, refuse_applied_on, refuse_due, refuse_giver
from portal.consortium.advice.states import ADVICE_STATES, ANSWERS, AdviceState, AdviceVerb
from portal.consortium.meetings.actions import withdraw_proposals
from portal.consortium.meetings.models import Meeting
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

NOT_GIVEN_THERE = N_("이미 연 전문가 자문회의를 골라 주십시오.")
ANSWERED = N_("답한 자문은 고치지 않습니다. 답을 다시 적어 주십시오.")


@dataclass(frozen=True, slots=True)
class AdviceDetails:
    """Who advised what at which meeting, and by when it is to be answered."""

    meeting: Meeting
    expert: Expert
    topic: str
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """`state` is what was decided; who works it in, and by when, where something is."""

    state: AdviceState
    reason: str
    owner: User | None = None
    due_on: date | None = None


def note_advice(details: AdviceDetails, *, actor: Actor, now: datetime) -> Advice:
    actor.require(Permission.MEETING_MANAGE)
    advice = Advice(noted_at=now)
    _write(advice, details, now)
    db.session.add(advice)
    take(ADVICE_STATES, advice, AdviceVerb.GIVE, actor=actor, now=now)
    db.session.flush()
    return advice


def change_advice(advice: Advice, details: AdviceDetails, *, actor: Actor, now: datetime) -> None:
    """Mend what was noted while nobody has answered it."""
    actor.require(Permission.MEETING_MANAGE)
    lock(advice)
    if advice.state is not AdviceState.GIVEN:
        raise Conflict(ANSWERED)
    _write(advice, details, now)
    db.session.flush()
    record("advice.change", actor=actor, now=now, subject=(SUBJECT, advice.id))


def _write(advice: Advice, details: AdviceDetails, now: datetime) -> None:
    expert, day = details.expert, held_on(details.meeting)
    if details.meeting.starts_at > now:
        raise DomainError(NOT_GIVEN_THERE, "meeting")
    refuse_giver(expert.from_on, expert.until_on, day)
    refuse_due(details.due_on, day)
    advice.meeting, advice.expert = details.meeting, expert
    advice.topic, advice.words, advice.due_on = details.topic, details.words, details.due_on


def answer_advice(advice: Advice, answer: Answer, *, actor: Actor, now: datetime) -> None:
    """Say what becomes of it and why; whoever is to work it in hears of it."""
    actor.require(Permission.MEETING_MANAGE)
    owner, due_on = _who_and_when(answer, now)
    take(ADVICE_STATES, advice, ANSWERS[answer.state], actor=actor, now=now, note=answer.reason)
    advice.reason, advice.answered_on = answer.reason, day_of(now)
    advice.owner_id, advice.owner_name = (owner.id, owner.name) if owner else (None, "")
    advice.due_on, advice.reminded_at = due_on or advice.due_on, None
    db.session.flush()
    if owner is None:
        withdraw_proposals((SUBJECT, advice.id))
    else:
        tell_owner(advice, actor=actor, now=now)


def _who_and_when(answer: Answer, now: datetime) -> tuple[User | None, date | None]:
    """Nobody and no day where nothing is to be done."""
    if answer.state is AdviceState.DECLINED:
        return None, None
    if answer.owner is None:
        raise DomainError(N_("누가 반영할지 골라 주십시오."), "owner")
    if answer.due_on is None:
        raise DomainError(N_("언제까지 반영할지 적어 주십시오."), "due_on")
    refuse_due(answer.due_on, day_of(now))
    return answer.owner, answer.due_on


def apply_advice(advice: Advice, applied_in: str, applied_on: date, *, actor: Actor, now: datetime) -> None:
    """The owner or the office says where it was worked in."""
    _require_own(advice, actor)
    if advice.answered_on is not None:
        refuse_applied_on(applied_on, advice.answered_on, day_of(now))
    take(ADVICE_STATES, advice, AdviceVerb.APPLY, actor=actor, now=now, note=applied_in)
    advice.applied_in, advice.applied_on = applied_in, applied_on
    db.session.flush()
    withdraw_proposals((SUBJECT, advice.id))


def reopen_advice(advice: Advice, *, actor: Actor, now: datetime) -> None:
    """Take back that it was worked in."""
    _require_own(advice, actor)
    take(ADVICE_STATES, advice, AdviceVerb.REOPEN, actor=actor, now=now)
    advice.applied_in, advice.applied_on, advice.reminded_at = "", None, None
    db.session.flush()


def _require_own(advice: Advice, actor: Actor) -> None:
    if not may_apply(advice.owner_id, actor):
        raise Forbidden


def take_over(user_id: UUID, *, actor: Actor, now: datetime) -> int:
    """What somebody who left was to work in falls to whoever closed the account; answers how much."""
    pieces = open_advice_of(user_id)
    for advice in pieces:
        advice.owner_id, advice.owner_name, advice.reminded_at = actor.user_id, actor.name, None
        record("advice.hand_over", actor=actor, now=now, subject=(SUBJECT, advice.id))
    db.session.flush()
    return len(pieces)
