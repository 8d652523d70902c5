"""What becomes of a reported worry."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class WorryState(Worded):
    REPORTED = "reported", N_("새로 알려 옴"), "warning"
    LOOKED_INTO = "looked_into", N_("살펴보는 중"), "progress"
    LED_TO_APPLICATION = "led_to_application", N_("신청으로 이어짐"), "success"
    NO_NEED = "no_need", N_("마침")


class WorryVerb(Worded):
    REPORT = "report", N_("알려 왔습니다")
    LOOK_INTO = "look_into", N_("찾아가거나 전화해 보았습니다")
    LEAD_TO_APPLICATION = "lead_to_application", N_("신청을 받았습니다")
    END = "end", N_("더 할 일이 없습니다")


WORRY_STATES = StateTable(
    "worry",
    {
        (None, WorryVerb.REPORT): WorryState.REPORTED,
        (WorryState.REPORTED, WorryVerb.LOOK_INTO): WorryState.LOOKED_INTO,
        (WorryState.REPORTED, WorryVerb.LEAD_TO_APPLICATION): WorryState.LED_TO_APPLICATION,
        (WorryState.REPORTED, WorryVerb.END): WorryState.NO_NEED,
        (WorryState.LOOKED_INTO, WorryVerb.LEAD_TO_APPLICATION): WorryState.LED_TO_APPLICATION,
        (WorryState.LOOKED_INTO, WorryVerb.END): WorryState.NO_NEED,
    },
)
