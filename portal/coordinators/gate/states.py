"""At which doors a booking is asked about, and what may stand against it."""

from enum import StrEnum

from portal.core.messages import N_
from portal.core.worded import Worded


class Door(StrEnum):
    """Where a household and a time meet; `NAME` says who goes there, `STAND` asks whether what is there may stay."""

    REFER = "refer"
    RESUME = "resume"
    ACCEPT = "accept"
    BOOK = "book"
    MOVE = "move"
    WISH = "wish"
    NAME = "name"
    STAND = "stand"


NEW_TIME = frozenset({Door.REFER, Door.RESUME, Door.MOVE, Door.WISH})
"""Doors that ask for a place which nobody holds for the household yet."""


class Hindrance(Worded):
    """Why a household may not be booked with a time, in the order in which it is asked and told."""

    CASE_CLOSED = "case_closed", N_("종결된 가구"), "danger"
    ON_HOLD = "on_hold", N_("멈춘 가구"), "danger"
    NOT_AGREED = "not_agreed", N_("합의한 계획이 아님"), "danger"
    LINE_OVER = "line_over", N_("계획 항목의 기간이 끝남"), "danger"
    CONSENT = "consent", N_("동의 없음"), "danger"
    OTHER_SERVICE = "other_service", N_("다른 서비스의 시간"), "danger"
    PASSED = "passed", N_("지난 시간"), "danger"
    CLOSED = "closed", N_("닫힌 시간"), "danger"
    DONG = "dong", N_("가지 않는 동"), "danger"
    NO_MEMBER = "no_member", N_("회원이 아님"), "danger"
    AGREEMENT = "agreement", N_("협약 기간이 아님"), "danger"
    INSURANCE = "insurance", N_("보험 기간이 아님"), "danger"
    UNATTENDED = "unattended", N_("종사자 확인 기간이 모두 끝남"), "danger"
    NOT_NAMED = "not_named", N_("동의에 없는 협동조합"), "danger"
    NOT_OFFERED = "not_offered", N_("내지 않는 서비스"), "danger"
    CLOSED_DAY = "closed_day", N_("협동조합이 쉬는 날"), "danger"
    AFTER_LINE = "after_line", N_("계획에서 정한 기간 뒤"), "danger"
    REPEATED = "repeated", N_("이미 연계한 시간"), "danger"
    CLASH = "clash", N_("같은 시간에 다른 방문"), "danger"
    WORKER = "worker", N_("다녀갈 사람이 다른 방문 중"), "danger"
    WORKER_GONE = "worker_gone", N_("다녀갈 사람이 하지 않는 일"), "danger"
    UNCHECKED = "unchecked", N_("다녀갈 사람의 확인 기간이 아님"), "danger"
    UNTRAINED = "untrained", N_("다녀갈 사람의 필수 교육이 없음"), "danger"
    FULL = "full", N_("자리가 참"), "danger"
    MANUAL = "manual", N_("새 매뉴얼을 확인하지 않음"), "danger"
    NO_PRICE = "no_price", N_("단가가 없음"), "danger"
    OVER_CAP = "over_cap", N_("남은 지원으로 모자람"), "danger"


LINE_HINDRANCES = frozenset(
    {Hindrance.CASE_CLOSED, Hindrance.ON_HOLD, Hindrance.NOT_AGREED, Hindrance.LINE_OVER, Hindrance.CONSENT}
)
"""They stand against every time of the line: another time or another co-operative is no way out."""


WORKER_HINDRANCES = frozenset({Hindrance.WORKER, Hindrance.WORKER_GONE, Hindrance.UNCHECKED, Hindrance.UNTRAINED})
"""They stand against whoever is named to go there: another one may."""


class WayOut(StrEnum):
    """What can be done at once about a booking that no longer passes."""

    NAME = "name"
    MOVE = "move"
    ELSEWHERE = "elsewhere"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"
    KEEP = "keep"
