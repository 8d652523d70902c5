"""The course and the choices of an application."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import UNANSWERED, Worded


class ApplicationState(Worded):
    RECEIVED = "received", N_("접수됨"), "info"
    PAIRED = "paired", N_("담당자 정해짐"), "success"
    FILED = "filed", N_("돌봄에 이어 적음"), "success"
    NOT_ELIGIBLE = "not_eligible", N_("다른 곳 안내")
    WITHDRAWN = "withdrawn", N_("신청 거둠")


class ApplicationVerb(Worded):
    SUBMIT = "submit", N_("신청을 받았습니다")
    PAIR = "pair", N_("담당자를 정했습니다")
    FILE = "file", N_("지금 받는 돌봄에 이어 적었습니다")
    REOPEN = "reopen", N_("다시 기다리는 신청으로 두었습니다")
    REFUSE = "refuse", N_("다른 곳을 안내했습니다")
    WITHDRAW = "withdraw", N_("신청을 거두었습니다")
    END = "end", N_("신청하신 분이 돌아가셔서 마쳤습니다")


APPLICATION_STATES = StateTable(
    "application",
    {
        (None, ApplicationVerb.SUBMIT): ApplicationState.RECEIVED,
        (ApplicationState.RECEIVED, ApplicationVerb.PAIR): ApplicationState.PAIRED,
        (ApplicationState.RECEIVED, ApplicationVerb.FILE): ApplicationState.FILED,
        (ApplicationState.FILED, ApplicationVerb.REOPEN): ApplicationState.RECEIVED,
        (ApplicationState.RECEIVED, ApplicationVerb.REFUSE): ApplicationState.NOT_ELIGIBLE,
        (ApplicationState.RECEIVED, ApplicationVerb.WITHDRAW): ApplicationState.WITHDRAWN,
        (ApplicationState.RECEIVED, ApplicationVerb.END): ApplicationState.WITHDRAWN,
    },
)


class Intake(Worded):
    """How an application came in."""

    ONLINE = "online", N_("누리집")
    PHONE = "phone", N_("전화")
    COUNTER = "counter", N_("찾아오심")
    PAPER = "paper", N_("종이 신청서")
    WORRY = "worry", N_("이웃의 걱정 알림")
    DONG_OFFICE = "dong_office", N_("동 주민센터")
    BODY = "body", N_("기관의 요청")
    OFFICIAL = "official", N_("기관의 직권 요청")


ENTERED = (Intake.PHONE, Intake.COUNTER, Intake.PAPER, Intake.WORRY)
"""What staff choose of who type an application in; the others come by ways of their own."""


class ForWhom(Worded):
    SELF = "self", N_("제 신청입니다")
    OTHER = "other", N_("다른 분을 대신해 신청합니다")


class Urgency(Worded):
    """`URGENT` asks for a first contact the same day (domain.md §2, ours); who does not know is called early."""

    URGENT = "urgent", N_("오늘 급합니다"), "danger"
    SOON = "soon", N_("며칠 안에 필요합니다"), "warning"
    UNKNOWN = "unknown", N_("잘 모르겠어요")
    UNANSWERED = UNANSWERED, N_("-")
    NORMAL = "normal", N_("급하지 않습니다")


class DayTime(Worded):
    """When a visit suits."""

    WEEKDAY_MORNING = "weekday_morning", N_("평일 오전")
    WEEKDAY_AFTERNOON = "weekday_afternoon", N_("평일 오후")
    WEEKEND = "weekend", N_("주말")
    ANY = "any", N_("아무 때나")
