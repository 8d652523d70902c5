"""Kinds and states of meetings."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import UNANSWERED, Worded


class MeetingKind(Worded):
    WORKING = "working", N_("실무회의")
    ADVISORY = "advisory", N_("전문가 자문회의")
    COMMUNICATION = "communication", N_("소통 회의")
    STEERING = "steering", N_("운영위원회")
    CASE_CONFERENCE = "case_conference", N_("통합지원회의")
    GENERAL = "general", N_("총회")


RESTRICTED = frozenset({MeetingKind.CASE_CONFERENCE})
"""They speak about people: nobody but those who are asked and the office reads of them."""


def hands_on(kind: MeetingKind) -> bool:
    """Whether the next meeting of a kind goes on where the last one ended: not where each is about somebody else."""
    return kind not in RESTRICTED


class Asked(Worded):
    """Who is asked to each meeting of a kind; others are added by name."""

    OFFICE = "office", N_("사무국")
    COORDINATORS = "coordinators", N_("돌봄코디네이터")
    MEMBER_STAFF = "member_staff", N_("참여 기관의 담당자")
    MEMBER_HEADS = "member_heads", N_("참여 기관의 대표 연락처")
    EXPERTS = "experts", N_("자문위원")


def may_be_asked(kind: MeetingKind) -> frozenset[Asked]:
    """Who advises agreed to be asked to advisory meetings alone."""
    return frozenset(Asked) - (frozenset() if kind is MeetingKind.ADVISORY else {Asked.EXPERTS})


class Quorum(Worded):
    """How many of those who are asked must be there before anything is decided; observers do not count."""

    NONE = "none", N_("정하지 않음")
    HALF = "half", N_("과반수")
    TWO_THIRDS = "two_thirds", N_("3분의 2 이상")


class SilenceCounts(Worded):
    """What counts for somebody who was there and says nothing of the minutes in the days that they have for it."""

    CONFIRMS = "confirms", N_("답하지 않으면 확인한 것으로 봅니다")
    NOTED = "noted", N_("답하지 않으면 답하지 않았다고 남깁니다")


class WeekOfMonth(Worded):
    FIRST = "1", N_("첫째")
    SECOND = "2", N_("둘째")
    THIRD = "3", N_("셋째")
    FOURTH = "4", N_("넷째")
    LAST = "last", N_("마지막")


class MeetingState(Worded):
    PLANNED = "planned", N_("준비 중"), "progress"
    UNDER_WAY = "under_way", N_("진행 중"), "info"
    CLOSED = "closed", N_("마침"), "success"
    CANCELLED = "cancelled", N_("취소됨")


NOT_OVER = frozenset({MeetingState.PLANNED, MeetingState.UNDER_WAY})
"""The office still writes in them."""


class MeetingVerb(Worded):
    PLAN = "plan", N_("회의를 잡았습니다")
    BEGIN = "begin", N_("회의를 시작했습니다")
    TAKE_BACK = "take_back", N_("회의 시작을 되돌렸습니다")
    CLOSE = "close", N_("회의를 마쳤습니다")
    CANCEL = "cancel", N_("회의를 취소했습니다")


MEETING_STATES = StateTable(
    "meeting",
    {
        (None, MeetingVerb.PLAN): MeetingState.PLANNED,
        (MeetingState.PLANNED, MeetingVerb.BEGIN): MeetingState.UNDER_WAY,
        (MeetingState.UNDER_WAY, MeetingVerb.TAKE_BACK): MeetingState.PLANNED,
        (MeetingState.PLANNED, MeetingVerb.CLOSE): MeetingState.CLOSED,
        (MeetingState.UNDER_WAY, MeetingVerb.CLOSE): MeetingState.CLOSED,
        (MeetingState.PLANNED, MeetingVerb.CANCEL): MeetingState.CANCELLED,
    },
)


class InvitationReply(Worded):
    """What somebody who is asked says beforehand; a deputy has a name."""

    UNANSWERED = UNANSWERED, N_("-")
    COMING = "coming", N_("참석하겠음"), "success"
    DEPUTY = "deputy", N_("대리인을 보냄"), "info"
    DECLINED = "declined", N_("참석하지 못함")


COMES = frozenset({InvitationReply.COMING, InvitationReply.DEPUTY})
"""Somebody sits on their chair."""


class Presence(Worded):
    """Who came; nobody has before a meeting is held."""

    ASKED = "asked", N_("적지 않음")
    ATTENDED = "attended", N_("참석"), "success"
    DEPUTY = "deputy", N_("대리 참석"), "success"
    OBSERVED = "observed", N_("배석"), "info"
    EXCUSED = "excused", N_("알리고 불참")
    ABSENT = "absent", N_("불참")


WITH_VOTE = frozenset({Presence.ATTENDED, Presence.DEPUTY})
"""They, or somebody in their place, were there and vote."""

THERE = WITH_VOTE | {Presence.OBSERVED}


class LeftOver(Worded):
    """What becomes of a point that nobody spoke about when the meeting is closed."""

    CARRIED = "carried", N_("다음 회의로 넘김"), "progress"
    DROPPED = "dropped", N_("다루지 않기로 함")
    OVER = "over", N_("회의 전에 끝남")


TO_CHOOSE = (LeftOver.CARRIED, LeftOver.DROPPED)
"""What the office chooses of; what was over before is so by itself."""
