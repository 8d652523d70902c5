"""The course of a need that waits for a place, and why it waits no more."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class WaitState(Worded):
    WAITING = "waiting", N_("기다리는 중"), "info"
    OFFERED = "offered", N_("자리가 났음"), "warning"
    TAKEN = "taken", N_("난 자리에 연계함"), "success"
    ENDED = "ended", N_("대기 마침")


class WaitVerb(Worded):
    PUT = "put", N_("대기 명단에 올렸습니다")
    OFFER = "offer", N_("난 자리를 잡아 두었습니다")
    LAPSE = "lapse", N_("잡아 둔 시간이 지나 다음 분께 넘어갔습니다")
    LET_GO = "let_go", N_("난 자리를 다음 분께 넘겼습니다")
    WITHDRAW = "withdraw", N_("잡아 둔 자리를 쓸 수 없게 되어 다시 기다립니다")
    TAKE = "take_place", N_("난 자리에 연계했습니다")
    END = "end", N_("대기 명단에서 내렸습니다")


S, V = WaitState, WaitVerb

WAIT_STATES = StateTable(
    "wait",
    {
        (None, V.PUT): S.WAITING,
        (S.WAITING, V.OFFER): S.OFFERED,
        (S.OFFERED, V.LAPSE): S.WAITING,
        (S.OFFERED, V.LET_GO): S.WAITING,
        (S.OFFERED, V.WITHDRAW): S.WAITING,
        (S.OFFERED, V.TAKE): S.TAKEN,
        (S.WAITING, V.END): S.ENDED,
        (S.OFFERED, V.END): S.ENDED,
    },
)


class WaitEnd(Worded):
    """Why somebody waits no more without having taken an offered place."""

    NOT_WANTED = "not_wanted", N_("더 기다리지 않기로 하심")
    ELSEWHERE = "elsewhere", N_("다른 곳에서 도움을 받으심")
    FOUND = "found", N_("다른 시간에 연계함")
    OVER = "over", N_("기다릴 수 있는 날이 지남")
    HELD = "held", N_("돌봄을 잠시 멈춤")
    CONSENT = "consent", N_("동의를 거두심")
    PLAN = "plan", N_("계획이 끝남")
    CLOSED = "closed", N_("돌봄을 마침")
    DIED = "died", N_("돌아가심")


BY_HAND = (WaitEnd.NOT_WANTED, WaitEnd.ELSEWHERE)


class OfferEnd(Worded):
    """What became of a place that was kept for somebody."""

    TAKEN = "taken", N_("연계함")
    LET_GO = "let_go", N_("넘김")
    LAPSED = "lapsed", N_("시간이 지남")
    WITHDRAWN = "withdrawn", N_("쓸 수 없게 됨")
    WAITS_NO_MORE = "waits_no_more", N_("대기를 마침")
