"""Kinds and states of meetings."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class MeetingKind(Worded):
    WORKING = "working", N_("실무회의")
    ADVISORY = "advisory", N_("전문가 자문회의")
    GENERAL = "general", N_("총회")


class MeetingState(Worded):
    PLANNED = "planned", N_("준비 중"), "progress"
    CLOSED = "closed", N_("마침"), "success"
    CANCELLED = "cancelled", N_("취소됨")


class MeetingVerb(Worded):
    PLAN = "plan", N_("회의를 잡았습니다")
    CLOSE = "close", N_("회의를 마쳤습니다")
    CANCEL = "cancel", N_("회의를 취소했습니다")


MEETING_STATES = StateTable(
    "meeting",
    {
        (None, MeetingVerb.PLAN): MeetingState.PLANNED,
        (MeetingState.PLANNED, MeetingVerb.CLOSE): MeetingState.CLOSED,
        (MeetingState.PLANNED, MeetingVerb.CANCEL): MeetingState.CANCELLED,
    },
)


class Presence(Worded):
    ATTENDED = "attended", N_("참석"), "success"
    OBSERVED = "observed", N_("배석"), "info"
    ABSENT = "absent", N_("불참")
