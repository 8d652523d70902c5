"""What was to be done after a meeting is done, or turns out not to be."""

from datetime import datetime

from portal.consortium.meetings.actions.writable import record_for
from portal.consortium.meetings.models import MeetingAction
from portal.consortium.meetings.rules import may_finish
from portal.consortium.meetings.task_links import reached_at, seat_of
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, Forbidden
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.documents.glyphs import require_glyphs_in
from portal.extensions import db

SAID_SO = N_("맡은 분이 메일의 주소에서 다 했다고 적음")


def finish_action(action: MeetingAction, outcome: str, *, actor: Actor, now: datetime) -> None:
    """The owner or the office says how it ended."""
    _require_own(action, actor)
    _finish(action, outcome, actor.name, actor=actor, now=now)


def finish_by_link(action: MeetingAction, *, actor: Actor, now: datetime, outcome: str = "") -> None:
    """Whoever has the link of the mail says that it is done, once, and how it ended if they like."""
    db.session.refresh(action, with_for_update=True)
    seat = seat_of(action)
    name = reached_at(seat, day_of(now))[0] if seat else action.owner_name
    _finish(action, outcome or SAID_SO, name, actor=actor, now=now)


def _finish(action: MeetingAction, outcome: str, name: str, *, actor: Actor, now: datetime) -> None:
    """The minutes of the next meeting say how it ended, so what they could not print is refused while it is typed."""
    if action.done_at is not None:
        raise Conflict(N_("이미 한 일로 적었습니다."))
    require_glyphs_in([(action.task, outcome)])
    action.done_at, action.done_by, action.outcome = now, name, outcome
    record_for(action.meeting, "finish_action", actor, now)
    tell(Event.TASK_ENDED, action.id, actor=actor, now=now)


def reopen_action(action: MeetingAction, *, actor: Actor, now: datetime) -> None:
    """Take back that it was done; the text of the outcome goes with it."""
    _require_own(action, actor)
    action.done_at, action.done_by, action.outcome, action.reminded_at = None, "", "", None
    record_for(action.meeting, "reopen_action", actor, now)
    tell(Event.TASK_ENDED, action.id, actor=actor, now=now)


def _require_own(action: MeetingAction, actor: Actor) -> None:
    db.session.refresh(action, with_for_update=True)
    if not may_finish(action.owner_id, actor):
        raise Forbidden
