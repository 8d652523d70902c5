"""Meetings to come and closed ones, made as the portal makes them."""

from datetime import UTC, date, datetime, timedelta

from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import MeetingValues
from portal.consortium.meetings.models import AgendaItem, Decision, Meeting, MeetingAction
from portal.consortium.meetings.states import MeetingKind, Presence
from portal.core.actors import Actor
from portal.core.permissions import Role
from tests.factories.accounts import make_user

START = datetime(2026, 11, 5, 5, 0, tzinfo=UTC)
"""14:00 in Seoul on the first Thursday of November."""
BEFORE = START - timedelta(days=3)
AFTER = START + timedelta(hours=3)
DUE = date(2026, 11, 20)


def make_office(name: str = "한지원") -> Actor:
    return make_user(Role.OFFICE, name=name).actor


def values(
    starts_at: datetime = START, kind: MeetingKind = MeetingKind.WORKING, place: str = "3층 회의실"
) -> MeetingValues:
    """Two hours in the office's room."""
    return MeetingValues(
        kind=kind, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), place=place, host="컨소시엄 사무국"
    )


def make_meeting(office: Actor, *, starts_at: datetime = START, kind: MeetingKind = MeetingKind.WORKING) -> Meeting:
    """A planned meeting with the members asked to it."""
    return actions.plan_meeting(values(starts_at, kind), actor=office, now=BEFORE)


def hold(meeting: Meeting, office: Actor, presence: Presence = Presence.ATTENDED) -> Meeting:
    """It has begun, and everybody who was asked is there."""
    here = {each.id: presence for each in meeting.attendees}
    actions.record_attendance(meeting, here, actor=office, now=meeting.starts_at)
    return meeting


def make_held(office: Actor, *, starts_at: datetime = START, kind: MeetingKind = MeetingKind.WORKING) -> Meeting:
    """A meeting that has begun, with everybody who was asked."""
    return hold(make_meeting(office, starts_at=starts_at, kind=kind), office)


def write(item: AgendaItem, text: str, office: Actor) -> None:
    actions.write_item(item, item.title, text, actor=office, now=START)


def make_task(meeting: Meeting, office: Actor, task: str = "견적 받기", due_on: date = DUE) -> MeetingAction:
    """Something that the first person on the list is to do."""
    outcome = actions.Outcome(task, meeting.attendees[0], due_on)
    return actions.add_task(meeting.items[0], outcome, actor=office, now=START)


def make_closed(office: Actor, *, starts_at: datetime = START, kind: MeetingKind = MeetingKind.WORKING) -> Meeting:
    """A closed meeting with one task."""
    meeting = make_held(office, starts_at=starts_at, kind=kind)
    make_task(meeting, office)
    actions.close_meeting(meeting, actor=office, now=starts_at + timedelta(hours=3))
    return meeting


def make_decided(text: str, office: Actor, *, kind: MeetingKind = MeetingKind.WORKING) -> Decision:
    """What a closed meeting decided."""
    meeting = make_held(office, kind=kind)
    decision = actions.add_decision(meeting.items[0], actions.Outcome(text), actor=office, now=START)
    actions.close_meeting(meeting, actor=office, now=AFTER)
    return decision
