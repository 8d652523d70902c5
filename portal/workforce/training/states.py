"""How somebody takes part in a session, and how a certificate and a requirement stand."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class EnrolmentState(Worded):
    BOOKED = "booked", N_("참가 예정"), "info"
    WAITING = "waiting", N_("대기"), "progress"
    WITHDRAWN = "withdrawn", N_("취소함")
    PASSED = "passed", N_("이수"), "success"
    FAILED = "failed", N_("기준 점수에 못 미침"), "warning"
    ABSENT = "absent", N_("오지 않음"), "warning"
    REVOKED = "revoked", N_("이수 취소"), "danger"


CERTIFIED = frozenset({EnrolmentState.PASSED, EnrolmentState.REVOKED})
"""A certificate was issued."""


class EnrolmentVerb(Worded):
    ENROL = "enrol", N_("참가를 신청했습니다")
    MOVE_UP = "move_up", N_("자리가 나서 참가하게 되었습니다")
    WITHDRAW = "withdraw", N_("참가를 취소했습니다")
    PASS = "pass", N_("이수했습니다")
    FAIL = "fail", N_("기준 점수에 못 미쳤습니다")
    MISS = "miss", N_("오지 않았습니다")
    REOPEN = "reopen", N_("결과를 다시 적기로 했습니다")
    REVOKE = "revoke", N_("이수를 취소했습니다")


_S, _V = EnrolmentState, EnrolmentVerb
_ENROLLED = frozenset({_S.BOOKED, _S.WAITING})
"""Whichever there is room for."""
ENROLMENT_STATES = StateTable(
    "training_enrolment",
    {
        (None, _V.ENROL): _ENROLLED,
        (_S.WITHDRAWN, _V.ENROL): _ENROLLED,
        (_S.WAITING, _V.MOVE_UP): _S.BOOKED,
        (_S.WAITING, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.BOOKED, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.BOOKED, _V.PASS): _S.PASSED,
        (_S.BOOKED, _V.FAIL): _S.FAILED,
        (_S.BOOKED, _V.MISS): _S.ABSENT,
        (_S.FAILED, _V.REOPEN): _S.BOOKED,
        (_S.ABSENT, _V.REOPEN): _S.BOOKED,
        (_S.PASSED, _V.REVOKE): _S.REVOKED,
    },
)
"""What was certified is never written anew: it is revoked, and whoever learns again has another number."""


class CertificateStanding(Worded):
    HOLDS = "holds", N_("유효함"), "success"
    EXPIRED = "expired", N_("유효기간이 끝남"), "warning"
    REVOKED = "revoked", N_("취소됨"), "danger"


class NeedStanding(Worded):
    """How somebody stands to a course that is required of them."""

    HELD = "held", N_("이수함"), "success"
    ENDING = "ending", N_("곧 끝남"), "warning"
    MISSING = "missing", N_("이수하지 않음"), "danger"
