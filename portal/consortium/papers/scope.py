"""Whose papers somebody reads: those of meetings to which they are asked; the office those of all."""

from sqlalchemy import ColumnElement, exists, true

from portal.consortium.meetings.models import Attendee
from portal.consortium.papers.models import MeetingPaper
from portal.core.actors import Actor
from portal.core.permissions import Permission


def papers_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `MeetingPaper`."""
    if viewer.can(Permission.MEETING_MANAGE):
        return true()
    return exists().where(Attendee.meeting_id == MeetingPaper.meeting_id, Attendee.user_id == viewer.user_id)
