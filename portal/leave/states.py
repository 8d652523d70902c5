"""Why somebody is away, and how it stands with whoever is to stand in."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class LeaveKind(Worded):
    """Nothing about health beyond the word that a roster has."""

    HOLIDAY = "holiday", N_("휴가")
    TRAINING = "training", N_("교육")
    SICK = "sick", N_("병가")
    OTHER = "other", N_("기타")


class LeaveState(Worded):
    """Whether it has begun or is over is told by its days (`rules.standing_on`), not by its state."""

    ASKED = "asked", N_("대신할 분의 답 기다림"), "warning"
    AGREED = "agreed", N_("대신할 분 정해짐"), "success"
    OPEN = "open", N_("대신할 분 없음"), "danger"
    CALLED_OFF = "called_off", N_("취소함")


class LeaveVerb(Worded):
    ENTER = "enter", N_("자리를 비우는 날을 적었습니다")
    AGREE = "agree", N_("대신하기로 했습니다")
    DECLINE = "decline", N_("대신하지 못한다고 했습니다")
    LOSE = "lose", N_("대신할 분이 더는 일하지 않습니다")
    CHANGE = "change", N_("자리를 비우는 날을 바꾸었습니다")
    CALL_OFF = "call_off", N_("자리를 비우지 않기로 했습니다")


COVERING = frozenset({LeaveState.ASKED, LeaveState.AGREED})
"""Somebody is named and has not declined: they stand in from the first day, whether they have answered or not."""
_NAMED = frozenset({LeaveState.ASKED, LeaveState.AGREED, LeaveState.OPEN})

LEAVE_STATES = StateTable(
    "leave",
    {
        (None, LeaveVerb.ENTER): frozenset({LeaveState.ASKED, LeaveState.OPEN}),
        (LeaveState.ASKED, LeaveVerb.AGREE): LeaveState.AGREED,
        **{(state, LeaveVerb.DECLINE): LeaveState.OPEN for state in (LeaveState.ASKED, LeaveState.AGREED)},
        **{(state, LeaveVerb.LOSE): LeaveState.OPEN for state in (LeaveState.ASKED, LeaveState.AGREED)},
        **{(state, LeaveVerb.CHANGE): _NAMED for state in (LeaveState.ASKED, LeaveState.AGREED, LeaveState.OPEN)},
        **{
            (state, LeaveVerb.CALL_OFF): LeaveState.CALLED_OFF
            for state in (LeaveState.ASKED, LeaveState.AGREED, LeaveState.OPEN)
        },
    },
)


class Standing(Worded):
    """Where a day finds a leave."""

    PLANNED = "planned", N_("예정"), "info"
    UNDER_WAY = "under_way", N_("자리 비움"), "warning"
    ENDED = "ended", N_("지남")
    CALLED_OFF = "called_off", N_("취소함")
