"""Kinds of ledger entries, the course of a charge and of a request to go over the cap."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class EntryKind(Worded):
    HOLD = "hold", N_("예약에 잡음"), "progress"
    COMMIT = "commit", N_("이용으로 씀"), "success"
    RELEASE = "release", N_("풀어 줌")
    ADJUST = "adjust", N_("고침"), "warning"


class NightKind(Worded):
    """How a night of a stay counts: `OWN` is paid by the resident alone, `AWAY` counts nowhere and costs nobody."""

    STAYED = "stayed", N_("머묾"), "success"
    OWN = "own", N_("이용자 부담"), "info"
    AWAY = "away", N_("병원에 입원"), "warning"


class ChargeState(Worded):
    """`HELD` from the booking on; `COMMITTED` when something is due; `RELEASED` when nothing is."""

    HELD = "held", N_("예약에 잡힘"), "progress"
    COMMITTED = "committed", N_("이용으로 씀"), "success"
    RELEASED = "released", N_("풀림")


class ChargeOutcome(Worded):
    """How the visit ended; the last three are committed only where the edition has a share due for them."""

    DONE = "done", N_("이용함")
    NOBODY_HOME = "nobody_home", N_("집에 안 계심")
    PROVIDER_ABSENT = "provider_absent", N_("협동조합이 못 감")
    CANCELLED_LATE = "cancelled_late", N_("늦게 취소")
    CANCELLED_IN_TIME = "cancelled_in_time", N_("미리 취소")
    MOVED = "moved", N_("다른 시간으로 옮김")


class OverrideState(Worded):
    REQUESTED = "requested", N_("결정 기다림"), "warning"
    GRANTED = "granted", N_("승인"), "success"
    REFUSED = "refused", N_("거절"), "danger"
    WITHDRAWN = "withdrawn", N_("거둠")


class OverrideVerb(Worded):
    REQUEST = "request", N_("한도 초과를 요청했습니다")
    GRANT = "grant", N_("승인했습니다")
    REFUSE = "refuse", N_("거절했습니다")
    WITHDRAW = "withdraw", N_("요청을 거두었습니다")


OVERRIDE_STATES = StateTable(
    "override",
    {
        (None, OverrideVerb.REQUEST): OverrideState.REQUESTED,
        (OverrideState.REQUESTED, OverrideVerb.GRANT): OverrideState.GRANTED,
        (OverrideState.REQUESTED, OverrideVerb.REFUSE): OverrideState.REFUSED,
        (OverrideState.REQUESTED, OverrideVerb.WITHDRAW): OverrideState.WITHDRAWN,
    },
)
