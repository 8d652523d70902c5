"""What a request of another body rests on, how it came, and what becomes of it."""

from portal.consortium.partners.states import PartnerKind
from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded

ASKING = frozenset(
    {
        PartnerKind.DONG_OFFICE,
        PartnerKind.DISTRICT,
        PartnerKind.INSURANCE_BRANCH,
        PartnerKind.TERTIARY_HOSPITAL,
        PartnerKind.HOSPITAL,
        PartnerKind.CLINIC,
        PartnerKind.WELFARE_CENTRE,
        PartnerKind.HOME_CARE,
    }
)
"""Who may ask by the law of 2026 (domain.md §9)."""


class AskGround(Worded):
    """On what a body asks for somebody."""

    CONSENT = "consent", N_("본인의 동의")
    FAMILY = "family", N_("가족·후견인의 신청")
    OFFICIAL = "official", N_("직권")


class ConsentBy(Worded):
    """How the person, or their family, told the body."""

    PAPER = "paper", N_("서면")
    IN_PERSON = "in_person", N_("만나서 말로")
    PHONE = "phone", N_("전화")


class BodyWay(Worded):
    """How the request came in."""

    PHONE = "phone", N_("전화")
    POST = "post", N_("공문·우편")
    MAIL = "mail", N_("이메일로 온 서식")
    STAFF = "staff", N_("동 돌봄매니저")
    LINK = "link", N_("보낸 링크")


TYPED_IN = (BodyWay.PHONE, BodyWay.POST, BodyWay.MAIL)
"""What the office types in."""


class BodyRequestState(Worded):
    RECEIVED = "received", N_("접수"), "warning"
    ACKNOWLEDGED = "acknowledged", N_("검토 중"), "progress"
    TAKEN = "taken", N_("맡음, 회신할 것"), "warning"
    DECLINED = "declined", N_("맡지 않음, 회신할 것"), "warning"
    ANSWERED = "answered", N_("회신함"), "success"
    WITHDRAWN = "withdrawn", N_("기관이 거둠")


class BodyRequestVerb(Worded):
    RECEIVE = "receive", N_("요청이 들어왔습니다")
    ACKNOWLEDGE = "acknowledge", N_("접수번호를 알리고 검토를 시작했습니다")
    TAKE = "take", N_("맡아 신청으로 이었습니다")
    DECLINE = "decline", N_("맡지 않기로 했습니다")
    ANSWER = "answer", N_("회신했습니다")
    WITHDRAW = "withdraw", N_("기관이 요청을 거두었습니다")


class BodySees(Worded):
    """How a request stands for the body: what the office decided is told by its letter alone."""

    RECEIVED = "received", N_("접수"), "info"
    UNDER_REVIEW = "under_review", N_("검토 중"), "progress"
    BEING_ANSWERED = "being_answered", N_("회신 준비 중"), "progress"
    ANSWERED = "answered", N_("회신함"), "success"
    WITHDRAWN = "withdrawn", N_("거둠")


_S, _V = BodyRequestState, BodyRequestVerb

SEEN_BY_BODY = {
    _S.RECEIVED: BodySees.RECEIVED,
    _S.ACKNOWLEDGED: BodySees.UNDER_REVIEW,
    _S.TAKEN: BodySees.BEING_ANSWERED,
    _S.DECLINED: BodySees.BEING_ANSWERED,
    _S.ANSWERED: BodySees.ANSWERED,
    _S.WITHDRAWN: BodySees.WITHDRAWN,
}
UNDECIDED = (_S.RECEIVED, _S.ACKNOWLEDGED)
DECIDED = (_S.TAKEN, _S.DECLINED)
OPEN = (*UNDECIDED, *DECIDED)
"""The body still waits for its answer."""

BODY_REQUEST_STATES = StateTable(
    "body_request",
    {
        (None, _V.RECEIVE): _S.RECEIVED,
        (_S.RECEIVED, _V.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        **{(state, _V.TAKE): _S.TAKEN for state in UNDECIDED},
        **{(state, _V.DECLINE): _S.DECLINED for state in UNDECIDED},
        **{(state, _V.WITHDRAW): _S.WITHDRAWN for state in UNDECIDED},
        **{(state, _V.ANSWER): _S.ANSWERED for state in (*DECIDED, _S.ANSWERED)},
    },
)


class AnswerWay(Worded):
    """How the letter went to the body."""

    POST = "post", N_("공문·우편")
    MAIL = "mail", N_("이메일")
    FAX = "fax", N_("팩스")
    HAND = "hand", N_("직접 전달")
    PHONE = "phone", N_("전화")
    ONLINE = "online", N_("포털에서 봄")


def means_words(value: str) -> str:
    """How a request came in, or how its answer went."""
    return BodyWay.told(value) if value in {way.value for way in BodyWay} else AnswerWay.told(value)


class BodyTold(Worded):
    """What a letter says."""

    TAKEN = "taken", N_("맡음"), "success"
    DECLINED = "declined", N_("맡지 않음")
    IN_CARE = "in_care", N_("돌봄 중"), "success"
    ENDED = "ended", N_("돌봄을 마침")
    NOT_TAKEN_UP = "not_taken_up", N_("돌봄으로 이어지지 않음")
    NO_GROUND = "no_ground", N_("알려 드릴 수 없음"), "warning"
