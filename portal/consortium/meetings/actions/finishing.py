"""What was to be done after a meeting is done, or turns out not to be."""

from datetime import datetime

from portal.consortium.meetings.actions.writable import record_for
from portal.consortium.meetings.models import MeetingAction
from portal.consortium.meetings.rules import may_finish
from portal.core.actors import Actor
from portal.core.errors import Conflict, Forbidden
from portal.core.messages import N_
from portal.extensions import db

SAID_SO = N_("맡은 분이 메일의 주소에서 다 했다고 적음")


def finish_action(action: MeetingAction, outcome: str, *, actor: Actor, now: datetime) -> None:
    """The owner or the office says how it ended."""
    _require_own(action, actor)
    if action.done_at is not None:
        raise Conflict(N_("이미 한 일로 적었습니다."))
    action.done_at, action.outcome = now, outcome
    record_for(action.meeting, "finish_action", actor, now)


def finish_by_link(action: MeetingAction, *, actor: Actor, now: datetime) -> None:
    """Whoever has the link of the mail says that it is done, once."""
    db.session.refresh(action, with_for_update=True)
    if action.done_at is not None:
        raise Conflict(N_("이미 한 일로 적었습니다."))
    action.done_at, action.outcome = now, SAID_SO
    record_for(action.meeting, "finish_action", actor, now)


def reopen_action(action: MeetingAction, *, actor: Actor, now: datetime) -> None:
    """Take back that it was done; the text of the outcome goes with it."""
    _require_own(action, actor)
    action.done_at, action.outcome, action.reminded_at = None, "", None
    record_for(action.meeting, "reopen_action", actor, now)


def _require_own(action: MeetingAction, actor: Actor) -> None:
    db.session.refresh(action, with_for_update=True)
    if not may_finish(action.owner_id, actor):
        raise Forbidden
