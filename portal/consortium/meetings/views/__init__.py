"""The pages of the meetings."""

from uuid import UUID

from sqlalchemy import Select

from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.queries import find_seat, get_meeting
from portal.consortium.meetings.states import InvitationReply, Presence
from portal.consortium.meetings.undone import find_task, waiting_on
from portal.consortium.meetings.views import (
    attending,
    charters,
    closing,
    desk,
    holding,
    invited,
    items,
    listing,
    meeting,
    proposals,
    task_by_link,
)
from portal.consortium.meetings.views.blueprint import bp, meeting_url
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.web import links
from portal.web.labels import label

__all__ = ["bp"]

MODULES = (attending, charters, closing, desk, holding, invited, items, listing, meeting, proposals, task_by_link)
"""Each adds its routes to the blueprint when it is imported."""
IN_MEETINGS = (
    *(
        f"meetings.{begin}"
        for begin in (
            "meeting",
            "record",
            "edit",
            "att",
            "add",
            "clo",
            "cancel",
            "propos",
            "new",
            "kinds",
            "charter",
            "series",
        )
    ),
    "minutes.",
    "conferences.",
)


def link_to_meeting(meeting_id: UUID) -> links.Link | None:
    found = links.seen(get_meeting, meeting_id)
    if found is None:
        return None
    return links.Link(f"{label(found.kind)} {format_day(day_of(found.starts_at))}", meeting_url(found))


def link_to_seat(attendee_id: UUID) -> links.Link | None:
    """To the meeting to which somebody is asked."""
    seat = find_seat(attendee_id)
    return link_to_meeting(seat.meeting_id) if seat else None


def link_to_task(action_id: UUID) -> links.Link | None:
    """To the meeting after which something is to be done."""
    task = find_task(action_id)
    return link_to_meeting(task.meeting_id) if task else None


def badge(viewer: Actor) -> Select[int]:
    return waiting_on(viewer.user_id)


def replies(meeting: Meeting, reply: InvitationReply) -> int:
    """How many of the people asked to a meeting have answered so."""
    return sum(attendee.reply is reply for attendee in meeting.attendees)


def heads(meeting: Meeting, *presences: Presence) -> int:
    """How many of the people asked to a meeting attended, observed or were absent."""
    return sum(attendee.presence in presences for attendee in meeting.attendees)
