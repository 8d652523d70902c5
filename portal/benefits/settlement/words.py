"""What a line says of itself beside its figures, in words."""

from typing import Any

from portal.benefits.ledger.states import ChargeOutcome
from portal.benefits.settlement.states import LineKind
from portal.consortium.catalogue.units import DAY_UNITS
from portal.core.dates import format_stay
from portal.core.messages import N_
from portal.core.money import won

WHOLE = 100
OTHER_PRICE = N_(", 단가가 바뀐 밤 %(extra)s")
OUTCOMES = {
    ChargeOutcome.NOBODY_HOME: N_("아무도 없었음"),
    ChargeOutcome.PROVIDER_ABSENT: N_("가지 못함"),
    ChargeOutcome.CANCELLED_LATE: N_("늦은 취소"),
    ChargeOutcome.CANCELLED_IN_TIME: N_("미리 취소"),
}


def remarks_of(line: Any) -> list[str]:
    """Why the line is here, in untranslated words."""
    words = [] if line.kind is LineKind.VISIT else [line.kind.words]
    if line.outcome and line.outcome != ChargeOutcome.DONE:
        words.append(OUTCOMES.get(ChargeOutcome(line.outcome), ""))
    return [word for word in words if word]


def share_of(line: Any) -> str:
    """Which part of the price is due, where it is not the whole."""
    return f" {line.due_percent}%" if line.due_percent < WHOLE else ""


def stay_of(line: Any) -> str:
    """From when to when somebody stayed, and what nights of another price added; empty of any other service."""
    if line.unit not in DAY_UNITS:
        return ""
    words = format_stay(line.starts_at, line.ends_at)
    return words + (OTHER_PRICE % {"extra": won(line.price_extra)} if line.price_extra else "")


def remark_of(line: Any) -> str:
    """앞 달 방문, 아무도 없었음 50%, on paper."""
    return ", ".join(word for word in (*remarks_of(line), stay_of(line)) if word) + share_of(line)
