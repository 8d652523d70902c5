"""The course of what somebody asks about their own data, and the choices that go with it."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class RightsKind(Worded):
    """Articles 35 to 37 of 개인정보 보호법; `ASK` is a question, for instance about one opening of the record."""

    SEE = "see", N_("내 정보 보기")
    CORRECT = "correct", N_("틀린 것 고치기")
    DELETE = "delete", N_("내 정보 지우기")
    STOP = "stop", N_("내 정보 쓰지 않기")
    ASK = "ask", N_("보호책임자에게 묻기")


class RightsChannel(Worded):
    """How it came."""

    PORTAL = "portal", N_("내 돌봄에서")
    PHONE = "phone", N_("전화")
    LETTER = "letter", N_("편지나 메일")
    VISIT = "visit", N_("찾아오심")


class AskedBy(Worded):
    PERSON = "person", N_("본인")
    HELPER = "helper", N_("도와주는 분")
    PROXY = "proxy", N_("대리인")


class ReplyBy(Worded):
    PORTAL = "portal", N_("내 돌봄에서 읽기")
    LETTER = "letter", N_("편지로 받기")


class StopWhat(Worded):
    """The kinds of consent by their values, what other bodies were told, and messages."""

    THIRD_PARTY = "third_party", N_("협동조합에 알리는 것")
    OTHER_BODIES = "other_bodies", N_("다른 기관에 알리는 것")
    SENSITIVE = "sensitive", N_("건강정보를 쓰는 것")
    PUBLICITY = "publicity", N_("홍보에 쓰는 것")
    WATCHING = "watching", N_("기기로 안부를 살피는 것")
    NIGHT_WATCHING = "night_watching", N_("밤에도 기기로 살피는 것")
    NEIGHBOUR = "neighbour", N_("이웃지킴이가 살피는 것")
    COLLECTION = "collection", N_("개인정보를 모으고 쓰는 것 모두")
    MESSAGES = "messages", N_("문자와 메일")


class Ground(Worded):
    """Why the law lets a request be refused, wholly or in part."""

    SEE_LAW = "see_law", N_("법률이 열람을 막거나 제한합니다(개인정보 보호법 제35조 제4항 제1호).")
    SEE_OTHERS = (
        "see_others",
        N_("다른 분의 생명·신체나 재산·이익을 해칠 우려가 있습니다(개인정보 보호법 제35조 제4항 제2호)."),
    )
    NOT_WRONG = "not_wrong", N_("조사해 보니 사실과 다르지 않습니다(개인정보 보호법 제36조 제2항).")
    MUST_KEEP = "must_keep", N_("다른 법령이 모으도록 정한 정보입니다(개인정보 보호법 제36조 제1항 단서).")
    STOP_LAW = (
        "stop_law",
        N_("법률이 따로 정했거나 법령의 의무를 지키려면 꼭 써야 합니다(개인정보 보호법 제37조 제2항 제1호)."),
    )
    STOP_OTHERS = (
        "stop_others",
        N_("다른 분의 생명·신체나 재산·이익을 해칠 우려가 있습니다(개인정보 보호법 제37조 제2항 제2호)."),
    )
    STOP_CONTRACT = (
        "stop_contract",
        N_("멈추면 약속한 서비스를 드릴 수 없고, 그만두겠다고 하시지 않았습니다(개인정보 보호법 제37조 제2항 제4호)."),
    )
    NOT_IDENTIFIED = "not_identified", N_("본인이나 대리인이신지 확인하지 못했습니다(개인정보 보호법 시행령 제46조).")


class RightsState(Worded):
    RECEIVED = "received", N_("살펴보는 중"), "warning"
    EXTENDED = "extended", N_("답을 늦춤"), "warning"
    GRANTED = "granted", N_("들어드림"), "success"
    PARTLY = "partly", N_("일부만 들어드림"), "info"
    REFUSED = "refused", N_("들어드리지 못함"), "danger"
    ERASED = "erased", N_("지움"), "success"
    WITHDRAWN = "withdrawn", N_("거두심")


class RightsVerb(Worded):
    RECEIVE = "receive", N_("요구를 받았습니다")
    EXTEND = "extend", N_("답을 늦추고 까닭을 적었습니다")
    GRANT = "grant", N_("들어드리기로 답했습니다")
    GRANT_PARTLY = "grant_partly", N_("일부만 들어드리기로 답했습니다")
    DECLINE = "decline", N_("들어드리지 못한다고 답했습니다")
    ERASE = "erase", N_("지웠습니다")
    WITHDRAW = "withdraw", N_("요구를 거두셨습니다")


S, V = RightsState, RightsVerb
OPEN = (S.RECEIVED, S.EXTENDED)

RIGHTS_STATES = StateTable(
    "rights_request",
    {
        (None, V.RECEIVE): S.RECEIVED,
        (S.RECEIVED, V.EXTEND): S.EXTENDED,
        **{(state, V.GRANT): S.GRANTED for state in OPEN},
        **{(state, V.GRANT_PARTLY): S.PARTLY for state in OPEN},
        **{(state, V.DECLINE): S.REFUSED for state in OPEN},
        **{(state, V.WITHDRAW): S.WITHDRAWN for state in OPEN},
        (S.GRANTED, V.ERASE): S.ERASED,
        (S.GRANTED, V.WITHDRAW): S.WITHDRAWN,
    },
)
"""From `GRANTED` only a request to delete goes on, until the file is erased."""
