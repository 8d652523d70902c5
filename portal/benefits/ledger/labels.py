"""The words of entries, charges and requests."""

from portal.benefits.ledger.states import ChargeOutcome, ChargeState, EntryKind, OverrideState
from portal.core.messages import N_
from portal.web.labels import register_labels


def register() -> None:
    register_labels(
        EntryKind,
        {
            EntryKind.HOLD: (N_("예약에 잡음"), "progress"),
            EntryKind.COMMIT: (N_("이용으로 씀"), "success"),
            EntryKind.RELEASE: (N_("풀어 줌"), "neutral"),
            EntryKind.ADJUST: (N_("고침"), "warning"),
        },
    )
    register_labels(
        ChargeState,
        {
            ChargeState.HELD: (N_("예약에 잡힘"), "progress"),
            ChargeState.COMMITTED: (N_("이용으로 씀"), "success"),
            ChargeState.RELEASED: (N_("풀림"), "neutral"),
        },
    )
    register_labels(
        ChargeOutcome,
        {
            ChargeOutcome.DONE: N_("이용함"),
            ChargeOutcome.NOBODY_HOME: N_("집에 안 계심"),
            ChargeOutcome.PROVIDER_ABSENT: N_("협동조합이 못 감"),
            ChargeOutcome.CANCELLED_LATE: N_("늦게 취소"),
            ChargeOutcome.CANCELLED_IN_TIME: N_("미리 취소"),
            ChargeOutcome.MOVED: N_("다른 시간으로 옮김"),
        },
    )
    register_labels(
        OverrideState,
        {
            OverrideState.REQUESTED: (N_("결정 기다림"), "warning"),
            OverrideState.GRANTED: (N_("승인"), "success"),
            OverrideState.REFUSED: (N_("거절"), "danger"),
            OverrideState.WITHDRAWN: (N_("거둠"), "neutral"),
        },
    )
