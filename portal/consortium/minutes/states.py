"""States of minutes after a meeting, and what somebody who was there says of them."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class MinutesState(Worded):
    OUT = "out", N_("확인 받는 중"), "progress"
    SEALED = "sealed", N_("확정"), "success"


class MinutesVerb(Worded):
    SEND = "send", N_("회의록 확인을 받기 시작했습니다")
    SEAL = "seal", N_("회의록을 확정했습니다")


MINUTES_STATES = StateTable(
    "minutes",
    {
        (None, MinutesVerb.SEND): MinutesState.OUT,
        (MinutesState.OUT, MinutesVerb.SEAL): MinutesState.SEALED,
    },
)


class MinutesAnswer(Worded):
    """What somebody who was there says of the minutes."""

    CONFIRMED = "confirmed", N_("확인함"), "success"
    OBJECTED = "objected", N_("이의 있음"), "warning"
    AMENDS = "amends", N_("고쳐 주십시오"), "info"


class AmendmentOutcome(Worded):
    """What the office answers to whoever wants the minutes amended."""

    TAKEN_IN = "taken_in", N_("받아들임"), "success"
    NOT_TAKEN_IN = "not_taken_in", N_("받아들이지 않음")


class FoundPart(Worded):
    """What a search over minutes finds."""

    POINT = "point", N_("논의")
    DECISION = "decision", N_("결정")
    TASK = "task", N_("할 일")
    REPLY = "reply", N_("고침과 이의")
