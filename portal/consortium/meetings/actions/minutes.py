"""What is written down under each point: what was said, decided, and is to be done by whom until when."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.hours import DECIDED_OUTSIDE, hours_of, refuse_taken
from portal.consortium.meetings.models import AgendaItem, Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.queries import voters
from portal.consortium.meetings.rules import has_begun, needed
from portal.consortium.meetings.states import MeetingState
from portal.consortium.meetings.voting import (
    Ballot,
    refuse_ballot,
    refuse_without_moment,
    refuse_without_quorum,
    voting_at,
)
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.extensions import db


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line: a decision with its votes, or something to be done; with an owner and a day it is on their desk.

    `reason` says why it was decided so, `decided_at` who was there; from `review_on` on a meeting looks at it again.
    """

    text: str
    owner: Attendee | None = None
    due_on: date | None = None
    ballot: Ballot | None = None
    decided_at: datetime | None = None
    review_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside what was said: what was only told, one a line, and the minutes of the point."""

    information: str = ""
    planned_minutes: int | None = None
    taken_minutes: int | None = None


def save_discussion(item: AgendaItem, discussion: str, *, actor: Actor) -> None:
    """Keep what is being typed; drafts are not in the audit."""
    require_writable(item.meeting, actor)
    item.discussion = discussion
    db.session.flush()


def write_item(
    item: AgendaItem, title: str, discussion: str, *, actor: Actor, now: datetime, beside: Beside | None = None
) -> None:
    """The heading and what was said under it; without `beside` what stands there stays."""
    require_writable(item.meeting, actor)
    item.title, item.discussion = title, discussion
    if beside is not None:
        _refuse_taken(item, beside.taken_minutes, now)
        item.information = beside.information
        item.planned_minutes, item.taken_minutes = beside.planned_minutes, beside.taken_minutes
    record_for(item.meeting, "minutes", actor, now, item=item.position)


def _refuse_taken(item: AgendaItem, minutes: int | None, now: datetime) -> None:
    """What was counted already stays as it is; what is typed fits into the meeting."""
    if not minutes or minutes == item.taken_minutes:
        return
    meeting = item.meeting
    others = [each.taken_minutes for each in meeting.items if each is not item]
    refuse_taken(minutes, hours_of(meeting, now=now), has_begun=has_begun(meeting, now=now), others=others)


def add_decision(item: AgendaItem, outcome: Outcome, *, actor: Actor, now: datetime) -> Decision:
    """A decision; with an owner and a day it is also something to be done."""
    require_writable(item.meeting, actor)
    decision = Decision()
    _write_decision(decision, item.meeting, outcome, now if _goes_on(item.meeting, now) else None, now)
    item.decisions.append(decision)
    if outcome.owner is not None or outcome.due_on is not None:
        db.session.flush()
        _append_task(item, outcome, "decision_owner", "decision_due_on").decision_id = decision.id
    record_for(item.meeting, "decide", actor, now, item=item.position)
    return decision


def change_decision(decision: Decision, outcome: Outcome, *, actor: Actor, now: datetime) -> None:
    meeting = decision.item.meeting
    require_writable(meeting, actor)
    _write_decision(decision, meeting, outcome, None, now)
    record_for(meeting, "decide", actor, now, item=decision.item.position)
    tell(Event.DECISION_CHANGED, decision.id, actor=actor, now=now)


def remove_decision(decision: Decision, *, actor: Actor, now: datetime) -> None:
    item = decision.item
    require_writable(item.meeting, actor)
    tell(Event.DECISION_STRUCK, decision.id, actor=actor, now=now)
    item.decisions.remove(decision)
    record_for(item.meeting, "decide", actor, now, item=item.position)


def _goes_on(meeting: Meeting, now: datetime) -> bool:
    """By its hours, or as long as the office says that day."""
    began_today = meeting.begun_at is not None and day_of(meeting.begun_at) == day_of(now)
    return meeting.starts_at <= now < meeting.ends_at or (meeting.state is MeetingState.UNDER_WAY and began_today)


def _write_decision(
    decision: Decision, meeting: Meeting, outcome: Outcome, present: datetime | None, now: datetime
) -> None:
    """Votes are of those who are there then; one that is written while the meeting goes on was decided `present`ly."""
    ballot, decided_at = outcome.ballot or Ballot(), outcome.decided_at or present
    _refuse_moments(meeting, outcome, now)
    if ballot.total:
        refuse_without_moment(meeting.attendees, decided_at)
        voting = voting_at(meeting.attendees, decided_at)
        refuse_ballot(ballot, voting)
        refuse_without_quorum(voting, needed(meeting.quorum, len(voters(meeting))))
    decision.text, decision.reason = outcome.text, outcome.reason
    decision.decided_at, decision.review_on = decided_at, outcome.review_on
    decision.votes_for, decision.votes_against = ballot.votes_for, ballot.votes_against
    decision.abstained = ballot.abstained


def _refuse_moments(meeting: Meeting, outcome: Outcome, now: datetime) -> None:
    decided_at, review_on = outcome.decided_at, outcome.review_on
    if decided_at is not None:
        hours_of(meeting, now=now).refuse_outside(decided_at, DECIDED_OUTSIDE, "decided_at")
    if review_on is not None and review_on <= day_of(meeting.starts_at):
        raise DomainError(N_("다시 살펴볼 날은 회의 날보다 뒤여야 합니다."), "review_on")


def add_task(item: AgendaItem, outcome: Outcome, *, actor: Actor, now: datetime) -> MeetingAction:
    """Something to be done; it comes to its owner's desk when the meeting is closed."""
    require_writable(item.meeting, actor)
    task = _append_task(item, outcome, "task_owner", "task_due_on")
    record_for(item.meeting, "task", actor, now, item=item.position)
    return task


def _append_task(item: AgendaItem, outcome: Outcome, owner_field: str, due_field: str) -> MeetingAction:
    task = MeetingAction()
    _write_task(task, outcome, owner_field, due_field)
    task.meeting, task.item = item.meeting, item
    db.session.add(task)
    return task


def change_task(task: MeetingAction, outcome: Outcome, *, actor: Actor, now: datetime) -> None:
    require_writable(task.meeting, actor)
    _write_task(task, outcome, "task_owner", "task_due_on")
    record_for(task.meeting, "task", actor, now)


def remove_task(task: MeetingAction, *, actor: Actor, now: datetime) -> None:
    meeting = task.meeting
    require_writable(meeting, actor)
    db.session.delete(task)
    record_for(meeting, "task", actor, now)


def _write_task(task: MeetingAction, outcome: Outcome, owner_field: str, due_field: str) -> None:
    if outcome.owner is None:
        raise DomainError(N_("누가 할지 골라 주십시오."), owner_field)
    if outcome.due_on is None:
        raise DomainError(N_("언제까지 할지 적어 주십시오."), due_field)
    task.task, task.due_on = outcome.text, outcome.due_on
    owner = outcome.owner
    task.owner_name, task.owner_id, task.owner_seat_id = owner_words(owner), owner.user_id, owner.id


def owner_words(attendee: Attendee) -> str:
    """오세라 (울림두레돌봄사회적협동조합), as all read it."""
    return attendee.named_as or seat_words(attendee)


def seat_words(attendee: Attendee) -> str:
    """The same for the office, by name."""
    return f"{attendee.name} ({attendee.organisation})"[:100]
