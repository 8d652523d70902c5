"""What an open event is, and how somebody stands to it."""

from portal.core.messages import N_
from portal.core.worded import Worded


class EventKind(Worded):
    FORUM = "forum", N_("포럼")
    LECTURE = "lecture", N_("공개 강좌")
    MEETING = "meeting", N_("주민 모임")


class EventStanding(Worded):
    """Told by the times that an event carries."""

    DRAFT = "draft", N_("준비 중"), "progress"
    OPEN = "open", N_("신청받는 중"), "info"
    FULL = "full", N_("자리가 참"), "warning"
    BEGUN = "begun", N_("진행 중"), "info"
    HELD = "held", N_("마침"), "success"
    CALLED_OFF = "called_off", N_("취소됨"), "danger"


class GuestStanding(Worded):
    SEATED = "seated", N_("자리 있음"), "info"
    WAITING = "waiting", N_("대기"), "progress"
    WITHDRAWN = "withdrawn", N_("취소함")
    CAME = "came", N_("왔음"), "success"
