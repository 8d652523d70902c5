"""Kinds and states of meetings."""

from enum import StrEnum

from portal.core.states import StateTable


class MeetingKind(StrEnum):
    WORKING = "working"
    ADVISORY = "advisory"
    GENERAL = "general"


class MeetingState(StrEnum):
    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class MeetingVerb(StrEnum):
    CLOSE = "close"
    CANCEL = "cancel"


MEETING_STATES = StateTable(
    {
        (MeetingState.PLANNED, MeetingVerb.CLOSE): MeetingState.CLOSED,
        (MeetingState.PLANNED, MeetingVerb.CANCEL): MeetingState.CANCELLED,
    }
)


class Presence(StrEnum):
    ATTENDED = "attended"
    OBSERVED = "observed"
    ABSENT = "absent"
