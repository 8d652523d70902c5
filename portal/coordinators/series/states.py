"""The course of a series of visits, how its days come back, and why a day has none."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class SeriesState(Worded):
    ASKED = "asked", N_("답을 기다림"), "info"
    RUNNING = "running", N_("예약됨"), "success"
    DECLINED = "declined", N_("거절됨"), "warning"
    WITHDRAWN = "withdrawn", N_("요청을 거둠")
    STOPPED = "stopped", N_("그만둠")
    ENDED = "ended", N_("마무리함")


class SeriesVerb(Worded):
    ASK = "ask", N_("정기 방문을 요청했습니다")
    ACCEPT = "accept", N_("협동조합이 정기 방문을 수락해 예약되었습니다")
    DECLINE = "decline", N_("협동조합이 정기 방문을 거절했습니다")
    WITHDRAW = "withdraw", N_("정기 방문 요청을 거두었습니다")
    STOP = "stop", N_("정기 방문의 남은 날을 그만두었습니다")
    END = "end", N_("정기 방문을 마무리했습니다")


S, V = SeriesState, SeriesVerb

SERIES_STATES = StateTable(
    "series",
    {
        (None, V.ASK): S.ASKED,
        (S.ASKED, V.ACCEPT): S.RUNNING,
        (S.ASKED, V.DECLINE): S.DECLINED,
        (S.ASKED, V.WITHDRAW): S.WITHDRAWN,
        (S.RUNNING, V.STOP): S.STOPPED,
        (S.STOPPED, V.STOP): S.STOPPED,
        (S.RUNNING, V.END): S.ENDED,
        (S.DECLINED, V.END): S.ENDED,
    },
)


class Rhythm(Worded):
    """How the days of a series come back."""

    WEEKLY = "weekly", N_("몇 주마다 정한 요일에")
    MONTHLY_WEEKDAY = "monthly_weekday", N_("매달 같은 주의 같은 요일에")
    MONTHLY_DAY = "monthly_day", N_("매달 같은 날짜에")


class OnHoliday(Worded):
    """What becomes of a day that is a public holiday."""

    SKIP = "skip", N_("그날은 쉽니다")
    NEXT = "next", N_("다음 평일로 옮깁니다")
    COME = "come", N_("공휴일에도 방문합니다")


class Gap(Worded):
    """Why a day of the rhythm has no visit."""

    HOLIDAY = "holiday", N_("공휴일")
    TWICE = "twice", N_("옮길 날에 이미 방문이 있음")
    NOT_OPEN = "not_open", N_("아직 자리를 내지 않은 날")
    NO_PLACE = "no_place", N_("그 시간에 자리가 없음"), "warning"
    OVER_LINE = "over_line", N_("계획한 횟수를 넘음"), "warning"
    AFTER_LINE = "after_line", N_("계획한 기간이 지남"), "warning"
    CLOSED_DAY = "closed_day", N_("협동조합이 쉬는 날"), "warning"
    FULL = "full", N_("자리가 참"), "warning"
    CLASH = "clash", N_("이용자의 다른 방문과 겹침"), "warning"
    NO_PRICE = "no_price", N_("단가가 없음"), "danger"
    OVER_CAP = "over_cap", N_("남은 지원으로 모자람"), "danger"
    REFUSED = "refused", N_("맡길 수 없는 날"), "danger"
    RESTS = "rests", N_("돌봄을 쉬는 날")
    TAKEN_OUT = "taken_out", N_("요청에서 뺀 날")


MEANT = frozenset({Gap.HOLIDAY, Gap.TWICE, Gap.NOT_OPEN})
"""Days without a visit that were chosen so, or that come later: they are in nobody's way."""

OF_PLACES = frozenset({*MEANT, Gap.NO_PLACE, Gap.CLOSED_DAY, Gap.FULL})
"""What a co-operative reads of days without a visit: nothing else is theirs to know."""

ELSEWHERE = frozenset({Gap.NO_PLACE, Gap.CLOSED_DAY, Gap.FULL, Gap.CLASH, Gap.REFUSED})
"""For these another time of that day, or another co-operative, may be asked."""
