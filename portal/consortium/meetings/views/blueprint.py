"""The blueprint of the meetings, and how its pages find what their address names."""

from uuid import UUID

from flask import Blueprint, request, url_for

from portal.consortium.meetings.about import note_reading
from portal.consortium.meetings.links import UNDER
from portal.consortium.meetings.models import AgendaItem, Meeting
from portal.consortium.meetings.queries import get_item, get_meeting
from portal.core import clock
from portal.web.access import current_actor

bp = Blueprint("meetings", __name__, url_prefix=UNDER)


def meeting_at(meeting_id: UUID) -> Meeting:
    """The meeting that the address names, if the present viewer may open it; that they do is written down."""
    actor = current_actor()
    meeting = get_meeting(meeting_id, viewer=actor)
    if request.method == "GET":
        note_reading([meeting], actor=actor, now=clock.now())
    return meeting


def item_at(meeting_id: UUID, item_id: UUID) -> AgendaItem:
    return get_item(meeting_at(meeting_id), item_id)


def meeting_url(meeting: Meeting, anchor: str | None = None) -> str:
    return url_for("meetings.meeting", meeting_id=meeting.id, _anchor=anchor)


def item_url(item: AgendaItem) -> str:
    """Where the point is recorded."""
    return url_for("meetings.record", meeting_id=item.meeting_id, item_id=item.id)
