"""Whose minutes somebody reads: those of meetings of which they may read."""

from sqlalchemy import ColumnElement

from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.scope import meetings_in_scope
from portal.consortium.minutes.models import Minutes
from portal.core.actors import Actor


def minutes_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Minutes`."""
    return Minutes.meeting.has(meetings_in_scope(viewer) & (Meeting.id == Minutes.meeting_id))
