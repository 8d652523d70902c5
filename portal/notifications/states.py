"""How a message goes, whom it is for, what became of it, and why it did not go."""

from portal.core.messages import N_
from portal.core.worded import Worded


class Channel(Worded):
    """`CALL` is no message: nobody can be written to, and somebody telephones."""

    MAIL = "mail", N_("메일")
    TEXT = "text", N_("문자")
    CALL = "call", N_("전화")


class Audience(Worded):
    """Whom a message is for, in the words of a sentence that tells of it."""

    RESIDENT = "resident", N_("이용자께")
    HELPER = "helper", N_("도와주는 분께")
    COORDINATOR = "coordinator", N_("코디네이터에게")
    COOPERATIVE = "cooperative", N_("협동조합에")
    STAFF = "staff", N_("담당 직원에게")
    ACCOUNT = "account", N_("계정 주인에게")
    ASKED = "asked", N_("부른 분께")
    GUEST = "guest", N_("참가자께")


class Delivery(Worded):
    """`UNSENT` is what was not true any more, or could not be sent at all; `UNKNOWN` may have gone out or not."""

    WAITING = "waiting", N_("보낼 것"), "info"
    SENDING = "sending", N_("보내는 중"), "progress"
    SENT = "sent", N_("보냄"), "success"
    FAILED = "failed", N_("보내지 못함"), "danger"
    UNKNOWN = "unknown", N_("보냈는지 모름"), "warning"
    UNSENT = "unsent", N_("보내지 않음"), "neutral"


class Unsent(Worded):
    """Why a message did not go."""

    NO_WAY = "no_way", N_("보낼 휴대전화나 메일이 없음"), "warning"
    STOPPED = "stopped", N_("문자와 메일을 받지 않기로 하심"), "warning"
    NIGHT = "night", N_("밤에는 보내지 않아 때를 놓침"), "warning"
    REFUSED = "refused", N_("받을 수 없는 번호나 주소"), "danger"
    NO_ANSWER = "no_answer", N_("보내 주는 곳이 답하지 않음"), "danger"
    CUT_SHORT = "cut_short", N_("보내다가 끊김"), "warning"
    SUPERSEDED = "superseded", N_("그 뒤에 바뀜")
    ENDED = "ended", N_("이미 끝난 일")
    DIED = "died", N_("돌아가심")
    LATE = "late", N_("때가 지남")
    DISCARDED = "discarded", N_("되살린 뒤 보내지 않기로 함")


class CallOutcome(Worded):
    """What came of telephoning instead."""

    TOLD = "told", N_("전했습니다"), "success"
    NOT_REACHED = "not_reached", N_("받지 않으셨습니다"), "warning"
    HELPER_TEXTED = "helper_texted", N_("도와주는 분께 문자를 보냈습니다"), "info"
    NOT_NEEDED = "not_needed", N_("알릴 필요가 없습니다")


FAILURES = frozenset({Unsent.REFUSED, Unsent.NO_ANSWER})
UNREACHED = FAILURES | {Unsent.NO_WAY, Unsent.STOPPED, Unsent.NIGHT, Unsent.CUT_SHORT}
"""What was true and did not arrive, so that somebody telephones."""


def state_for(why: Unsent) -> Delivery:
    """How a message stands that did not go."""
    if why is Unsent.CUT_SHORT:
        return Delivery.UNKNOWN
    return Delivery.FAILED if why in FAILURES else Delivery.UNSENT
