"""What a reconciliation finds: visits as facts, what is wrong, what only waits, and the sums of a month."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from portal.benefits.ledger.states import ChargeOutcome
from portal.core.messages import N_
from portal.core.worded import Worded


@dataclass(frozen=True, slots=True)
class VisitFact:
    """What a visit of a month came to; `outcome` None while it is only booked."""

    visit_id: UUID
    organisation_id: UUID
    service_on: date
    outcome: ChargeOutcome | None


class Gap(Worded):
    """What can be wrong: the first of a visit against the ledger, then the ledger, then the statements."""

    VISIT_WITHOUT_CHARGE = "visit_without_charge", N_("방문은 있는데 장부에 없음"), "danger"
    CHARGE_WITHOUT_VISIT = "charge_without_visit", N_("장부에는 있는데 방문이 없음"), "danger"
    OUTCOME = "outcome", N_("방문과 장부의 결과가 다름"), "danger"
    ARITHMETIC = "arithmetic", N_("수량 × 단가와 금액이 다름"), "danger"
    PRICE = "price", N_("그날의 단가와 다름"), "danger"
    ENTRIES = "entries", N_("장부 기록의 합과 지원금이 다름"), "danger"
    ACCOUNT = "account", N_("한도 계정과 기록의 합이 다름"), "danger"
    LINES = "lines", N_("명세서의 줄이 맞지 않음"), "danger"
    TOTAL = "total", N_("명세서의 합계가 줄의 합과 다름"), "danger"


class Wait(Worded):
    """Why an amount of the ledger stands in no statement yet, although nothing is wrong."""

    NOT_DRAWN = "not_drawn", N_("명세서를 다시 만들면 들어감"), "info"
    DISPUTE = "dispute", N_("이의를 확인하는 중"), "warning"
    CORRECTION = "correction", N_("다음 달에 바로잡음"), "progress"


@dataclass(frozen=True, slots=True)
class Finding:
    """`visit_id` or `statement_id` names where to look; `detail` holds figures, no person."""

    kind: Gap | Wait
    organisation: str
    detail: str
    day: date | None = None
    visit_id: UUID | None = None
    statement_id: UUID | None = None


@dataclass
class Amounts:
    """Charges or lines together, in whole won."""

    count: int = 0
    amount: int = 0
    own_share: int = 0
    support: int = 0

    def add(self, thing: Any) -> None:
        """Count one thing more."""
        self.count += 1
        self.amount += thing.amount
        self.own_share += thing.own_share
        self.support += thing.support

    @property
    def values(self) -> tuple[int, int, int]:
        return self.amount, self.own_share, self.support


@dataclass
class Reconciliation:
    """A month: `ledger` = `stated` + what waits, always; `errors` is empty when everything ties."""

    month: date
    visits: int = 0
    ledger: Amounts = field(default_factory=Amounts)
    stated: Amounts = field(default_factory=Amounts)
    waiting: dict[Wait, Amounts] = field(default_factory=lambda: {each: Amounts() for each in Wait})
    waits: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
