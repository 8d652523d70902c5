"""What stays as it was once a meeting is closed."""

from uuid import UUID

from sqlalchemy import Connection, select

from portal.consortium.meetings.models import AgendaItem, Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.states import MeetingState
from portal.db.frozen import freeze, freeze_additions


def _state_closed(connection: Connection, meeting_id: UUID) -> bool:
    return connection.scalar(select(Meeting.state).where(Meeting.id == meeting_id)) is MeetingState.CLOSED


def _is_closed(connection: Connection, meeting: Meeting) -> bool:
    return _state_closed(connection, meeting.id)


def _belongs_to_closed(connection: Connection, row: Attendee | AgendaItem | MeetingAction) -> bool:
    return _state_closed(connection, row.meeting_id)


def _decided_in_closed(connection: Connection, decision: Decision) -> bool:
    of_item = select(Meeting.state).join(AgendaItem).where(AgendaItem.id == decision.item_id)
    return connection.scalar(of_item) is MeetingState.CLOSED


freeze(Meeting, _is_closed)
OF_WHAT_FOLLOWS = frozenset({"done_at", "done_by", "outcome", "owner_id", "reminded_at"})
freeze(MeetingAction, _belongs_to_closed, may_change=OF_WHAT_FOLLOWS)
freeze(Decision, _decided_in_closed)
freeze_additions(Decision, _decided_in_closed)
freeze(Attendee, _belongs_to_closed, may_change=frozenset({"email", "deputy_email", "consulted_at"}))
freeze(AgendaItem, _belongs_to_closed)
freeze_additions(Attendee, _belongs_to_closed)
freeze_additions(AgendaItem, _belongs_to_closed)
freeze_additions(MeetingAction, _belongs_to_closed)
