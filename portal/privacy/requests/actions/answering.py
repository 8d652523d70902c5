"""Puts an answer off, gives it, stops what is to stop with it, and notes that the letter was posted."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.core.urgency import is_overdue
from portal.extensions import db
from portal.privacy.requests import notices
from portal.privacy.requests.actions.stopping import stop
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.queries import against_erasing, changes_since, was_copied_since
from portal.privacy.requests.rules import (
    DECISIONS,
    GRANTING,
    GROUNDS,
    LONGEST_EXTENSION,
    NEEDS_GROUND,
    PUT_OFF,
)
from portal.privacy.requests.states import (
    RIGHTS_STATES,
    Ground,
    ReplyBy,
    RightsKind,
    RightsState,
    RightsVerb,
    StopWhat,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was decided, in words for whoever asked; `stopped` is what a request to stop stops."""

    verb: RightsVerb
    words: str
    ground: Ground | None = None
    stopped: tuple[StopWhat, ...] = ()


def extend_request(request: RightsRequest, until: date, reason: str, *, actor: Actor, now: datetime) -> None:
    """Put the answer off until a day, once, before its time is over, for a reason that whoever asked is told."""
    actor.require(Permission.RIGHTS_ANSWER)
    lock(request)
    if request.kind not in PUT_OFF:
        raise Conflict(N_("이 요구의 답은 법이 늦추게 하지 않습니다."))
    if is_overdue(request.due_on, now):
        raise Conflict(N_("답할 날이 지났습니다. 늦출 수 없으니 바로 답해 주십시오."))
    if not request.due_on < until <= request.due_on + LONGEST_EXTENSION:
        raise DomainError(
            N_("처음 답할 날 다음 날부터 %(days)d일 안의 날을 골라 주십시오."), "until", days=LONGEST_EXTENSION.days
        )
    if not reason:
        raise DomainError(N_("왜 늦추는지 적어 주십시오."), "reason")
    refuse_resident_number(reason)
    take(RIGHTS_STATES, request, RightsVerb.EXTEND, actor=actor, now=now, until=until.isoformat())
    request.extended_at, request.extension, request.due_on = now, reason, until
    request.warned_at = request.overdue_told_at = None
    db.session.flush()
    notices.tell_extension(request, now)


def answer_request(request: RightsRequest, reply: Reply, *, actor: Actor, now: datetime) -> None:
    """Decide it, once and for good, and tell whoever asked that an answer is there.

    To stop is carried out here; to correct was carried out before; to delete comes after the letter (`erase_file_of`).
    """
    actor.require(Permission.RIGHTS_ANSWER)
    lock(request)
    _refuse_wrong(request, reply)
    if reply.verb in GRANTING:
        _refuse_undone(request, now)
    ground = reply.ground if reply.verb in NEEDS_GROUND else None
    stopped = _stopped(request, reply)
    take(RIGHTS_STATES, request, reply.verb, actor=actor, now=now)
    request.answered_at, request.answer, request.ground = now, reply.words, ground
    request.stopped = [each.value for each in stopped]
    request.ended_at = now if request.reply_by is ReplyBy.PORTAL else None
    db.session.flush()
    notices.tell_answer(request, now)
    stop(request, stopped, actor=actor, now=now)


def _refuse_wrong(request: RightsRequest, reply: Reply) -> None:
    if reply.verb not in DECISIONS[request.kind]:
        raise DomainError(N_("이 요구에는 그렇게 답할 수 없습니다."), "verb")
    if not reply.words:
        raise DomainError(N_("요구하신 분께 드릴 답을 적어 주십시오."), "answer")
    refuse_resident_number(reply.words)
    if reply.verb in NEEDS_GROUND and reply.ground not in GROUNDS[request.kind]:
        raise DomainError(N_("들어드리지 못하는 법의 근거를 골라 주십시오."), "ground")


def _refuse_undone(request: RightsRequest, now: datetime) -> None:
    """Nothing is said to be done that is not, and nothing is promised that cannot be."""
    if request.kind is RightsKind.SEE and request.reply_by is ReplyBy.LETTER and not was_copied_since(request):
        raise Conflict(N_("먼저 이분의 개인정보 사본을 받아 함께 보낼 준비를 해 주십시오."))
    if request.kind is RightsKind.CORRECT and request.fact is not None and not changes_since(request):
        raise Conflict(N_("아직 고치지 않았습니다. 먼저 이용자 정보에서 고쳐 주십시오."))
    if request.kind is RightsKind.DELETE:
        for words in against_erasing(request, day_of(now)):
            raise Conflict(words)


def _stopped(request: RightsRequest, reply: Reply) -> tuple[StopWhat, ...]:
    """All that was asked for, or of it what the answer names; a part is neither nothing nor all."""
    if request.kind is not RightsKind.STOP or reply.verb not in GRANTING:
        return ()
    asked = tuple(request.to_stop)
    if reply.verb is RightsVerb.GRANT:
        return asked
    chosen = tuple(each for each in asked if each in reply.stopped)
    if not chosen or chosen == asked:
        raise DomainError(N_("멈추는 것을 골라 주십시오. 모두 멈추면 들어드리는 것입니다."), "stopped")
    return chosen


def is_to_be_erased(request: RightsRequest) -> bool:
    return request.kind is RightsKind.DELETE and request.state is RightsState.GRANTED


def note_posted(request: RightsRequest, *, actor: Actor, now: datetime) -> None:
    """The letter with the answer was posted or handed over; with that the request is done."""
    actor.require(Permission.RIGHTS_ANSWER)
    lock(request)
    if request.answered_at is None or request.ended_at is not None:
        raise Conflict(N_("부칠 편지가 없습니다. 화면을 새로 고쳐 주십시오."))
    if is_to_be_erased(request):
        raise Conflict(N_("지우기로 답한 요구입니다. 편지를 부치고 지워 주십시오."))
    request.posted_at = request.ended_at = now
    record("rights_request.posted", actor=actor, now=now, subject=(RIGHTS_STATES.kind, request.id))
    db.session.flush()
