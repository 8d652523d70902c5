"""What becomes of a reported worry."""

from enum import StrEnum

from portal.core.states import StateTable


class WorryState(StrEnum):
    REPORTED = "reported"
    LOOKED_INTO = "looked_into"
    LED_TO_APPLICATION = "led_to_application"
    NO_NEED = "no_need"


class WorryVerb(StrEnum):
    LOOK_INTO = "look_into"
    LEAD_TO_APPLICATION = "lead_to_application"
    END = "end"


WORRY_STATES = StateTable(
    {
        (WorryState.REPORTED, WorryVerb.LOOK_INTO): WorryState.LOOKED_INTO,
        (WorryState.REPORTED, WorryVerb.LEAD_TO_APPLICATION): WorryState.LED_TO_APPLICATION,
        (WorryState.REPORTED, WorryVerb.END): WorryState.NO_NEED,
        (WorryState.LOOKED_INTO, WorryVerb.LEAD_TO_APPLICATION): WorryState.LED_TO_APPLICATION,
        (WorryState.LOOKED_INTO, WorryVerb.END): WorryState.NO_NEED,
    }
)
