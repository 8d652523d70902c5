"""What becomes of a letter of thanks."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class LetterState(Worded):
    RECEIVED = "received", N_("전해 드림"), "info"
    SHOWN = "shown", N_("기관 모두가 봄"), "success"
    TAKEN_DOWN = "taken_down", N_("내려놓음")


class LetterVerb(Worded):
    WRITE = "write", N_("편지를 쓰셨습니다")
    SHOW = "show", N_("벽에 걸었습니다")
    TAKE_DOWN = "take_down", N_("내려놓았습니다")


LETTER_STATES = StateTable(
    "letter",
    {
        (None, LetterVerb.WRITE): LetterState.RECEIVED,
        (LetterState.RECEIVED, LetterVerb.SHOW): LetterState.SHOWN,
        (LetterState.RECEIVED, LetterVerb.TAKE_DOWN): LetterState.TAKEN_DOWN,
        (LetterState.SHOWN, LetterVerb.TAKE_DOWN): LetterState.TAKEN_DOWN,
    },
)
