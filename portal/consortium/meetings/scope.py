"""Which meetings somebody reads of: those that speak about people are for whoever is asked, and for the office."""

from sqlalchemy import ColumnElement, exists, or_, true

from portal.consortium.meetings.models import AgendaProposal, Attendee, Meeting
from portal.consortium.meetings.states import RESTRICTED
from portal.core.actors import Actor
from portal.core.permissions import Permission


def meetings_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Meeting`."""
    if viewer.can(Permission.MEETING_MANAGE):
        return true()
    is_asked = exists().where(Attendee.meeting_id == Meeting.id, Attendee.user_id == viewer.user_id)
    return or_(Meeting.kind.not_in(RESTRICTED), is_asked)


def proposals_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `AgendaProposal`: their own, and all to the office."""
    return true() if viewer.can(Permission.MEETING_MANAGE) else AgendaProposal.proposed_by_id == viewer.user_id
