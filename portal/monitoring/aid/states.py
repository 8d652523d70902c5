"""What is asked for on somebody's behalf, and what is answered; whether somebody gets it the other body decides."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import UNANSWERED, Worded


class AidKind(Worded):
    EMERGENCY_LIVING = "emergency_living", N_("긴급복지 생계비")
    EMERGENCY_MEDICAL = "emergency_medical", N_("긴급복지 의료비")
    EMERGENCY_HOUSING = "emergency_housing", N_("긴급복지 주거비")
    LIVELIHOOD = "livelihood", N_("기초생활보장 급여")
    PENSION = "pension", N_("기초연금")
    DISABILITY = "disability", N_("장애인 급여")
    LONG_TERM_CARE = "long_term_care", N_("장기요양 인정")
    ENERGY = "energy", N_("에너지바우처")
    OTHER = "other", N_("그 밖의 지원")


EMERGENCIES = (AidKind.EMERGENCY_LIVING, AidKind.EMERGENCY_MEDICAL, AidKind.EMERGENCY_HOUSING)


class AidState(Worded):
    ASKED = "asked", N_("답을 기다림"), "progress"
    GRANTED = "granted", N_("받게 되심"), "success"
    REFUSED = "refused", N_("받지 못하심"), "warning"
    WITHDRAWN = "withdrawn", N_("거둠")
    STRUCK = "struck", N_("잘못 적음")


class AidVerb(Worded):
    ASK = "ask", N_("대신 신청했습니다")
    GRANT = "grant", N_("받게 되셨다고 답이 왔습니다")
    REFUSE = "refuse", N_("받지 못하신다고 답이 왔습니다")
    WITHDRAW = "withdraw", N_("신청을 거두었습니다")
    APPEAL = "appeal", N_("이의를 신청했습니다")
    STRIKE = "strike", N_("잘못 적은 것으로 표시했습니다")


AID_STATES = StateTable(
    "aid",
    {
        (None, AidVerb.ASK): AidState.ASKED,
        (AidState.ASKED, AidVerb.GRANT): AidState.GRANTED,
        (AidState.ASKED, AidVerb.REFUSE): AidState.REFUSED,
        (AidState.ASKED, AidVerb.WITHDRAW): AidState.WITHDRAWN,
        (AidState.REFUSED, AidVerb.APPEAL): AidState.ASKED,
        **{(state, AidVerb.STRIKE): AidState.STRUCK for state in AidState if state is not AidState.STRUCK},
    },
)
ANSWERS = {AidState.GRANTED: AidVerb.GRANT, AidState.REFUSED: AidVerb.REFUSE}


class AmountBand(Worded):
    """How much it is a month, or once; never the amount itself (domain.md §3)."""

    UP_TO_300 = "up_to_300", N_("30만 원 아래")
    UP_TO_1000 = "up_to_1000", N_("30만 원부터 100만 원까지")
    OVER_1000 = "over_1000", N_("100만 원 넘음")
    IN_KIND = "in_kind", N_("돈이 아닌 것")
    UNANSWERED = UNANSWERED, N_("-")
