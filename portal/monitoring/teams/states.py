"""The teams, the course of a volunteer and of a household in their charge, and what they report."""

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.states import StateTable
from portal.core.worded import Worded


class Team(Worded):
    WATCHERS = "watchers", N_("이웃지킴이")
    FINDERS = "finders", N_("희망발굴단")

    @property
    def permission(self) -> Permission:
        """What their own role alone carries."""
        return {Team.WATCHERS: Permission.NEIGHBOUR_WATCH, Team.FINDERS: Permission.FINDING_REPORT}[self]


class VolunteerState(Worded):
    PREPARING = "preparing", N_("준비 중"), "info"
    ACTIVE = "active", N_("활동 중"), "success"
    ENDED = "ended", N_("활동 끝")


class VolunteerVerb(Worded):
    TAKE_IN = "take_in", N_("명단에 올렸습니다")
    BEGIN = "begin", N_("활동을 시작했습니다")
    END = "end", N_("활동을 끝냈습니다")


VOLUNTEER_STATES = StateTable(
    "volunteer",
    {
        (None, VolunteerVerb.TAKE_IN): VolunteerState.PREPARING,
        (VolunteerState.PREPARING, VolunteerVerb.BEGIN): VolunteerState.ACTIVE,
        (VolunteerState.PREPARING, VolunteerVerb.END): VolunteerState.ENDED,
        (VolunteerState.ACTIVE, VolunteerVerb.END): VolunteerState.ENDED,
    },
)


class Reach(Worded):
    """The one way to somebody that a watcher is shown."""

    DOOR = "door", N_("찾아가기")
    PHONE = "phone", N_("전화하기")


class Often(Worded):
    DAILY = "daily", N_("날마다")
    EVERY_THREE_DAYS = "every_three_days", N_("사흘마다")
    WEEKLY = "weekly", N_("한 주에 한 번")
    FORTNIGHTLY = "fortnightly", N_("두 주에 한 번")

    @property
    def days(self) -> int:
        return {Often.DAILY: 1, Often.EVERY_THREE_DAYS: 3, Often.WEEKLY: 7, Often.FORTNIGHTLY: 14}[self]


class AssignmentState(Worded):
    OPEN = "open", N_("맡고 있음"), "success"
    ENDED = "ended", N_("끝남")


class AssignmentVerb(Worded):
    ASSIGN = "assign", N_("이웃지킴이에게 맡겼습니다")
    END = "end", N_("이웃지킴이가 살피는 일을 끝냈습니다")


ASSIGNMENT_STATES = StateTable(
    "assignment",
    {
        (None, AssignmentVerb.ASSIGN): AssignmentState.OPEN,
        (AssignmentState.OPEN, AssignmentVerb.END): AssignmentState.ENDED,
    },
)


class Found(Worded):
    """What a watcher tells; only who was met and is well counts as well."""

    WELL = "well", N_("만났고 잘 지내십니다"), "success"
    NOBODY = "nobody", N_("만나지 못했습니다"), "warning"
    NEEDS_HELP = "needs_help", N_("도움이 필요합니다"), "danger"
    OTHER = "other", N_("그 밖에 알릴 일이 있습니다"), "info"


class ReportState(Worded):
    TOLD = "told", N_("알려 옴"), "warning"
    SEEN_TO = "seen_to", N_("살펴봄"), "success"


class ReportVerb(Worded):
    TELL = "tell", N_("이웃지킴이가 알려 왔습니다")
    SEE_TO = "see_to", N_("살펴보았습니다")


REPORT_STATES = StateTable(
    "neighbour_report",
    {
        (None, ReportVerb.TELL): ReportState.TOLD,
        (ReportState.TOLD, ReportVerb.SEE_TO): ReportState.SEEN_TO,
    },
)
