"""What a reconciliation finds: visits as facts, what is wrong, what only waits, and the sums of a month."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal.benefits.ledger.states import ChargeOutcome


@dataclass(frozen=True, slots=True)
class VisitFact:
    """What a visit of a month came to; `outcome` None while it is only booked."""

    visit_id: UUID
    organisation_id: UUID
    service_on: date
    outcome: ChargeOutcome | None


class Gap(StrEnum):
    """What can be wrong: the first of a visit against the ledger, then the ledger, then the statements."""

    VISIT_WITHOUT_CHARGE = "visit_without_charge"
    CHARGE_WITHOUT_VISIT = "charge_without_visit"
    OUTCOME = "outcome"
    ARITHMETIC = "arithmetic"
    PRICE = "price"
    ENTRIES = "entries"
    ACCOUNT = "account"
    LINES = "lines"
    TOTAL = "total"


class Wait(StrEnum):
    """Why an amount of the ledger stands in no statement yet, although nothing is wrong."""

    NOT_DRAWN = "not_drawn"
    DISPUTE = "dispute"
    CORRECTION = "correction"


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

    @property
    def ties(self) -> bool:
        return not self.errors

    @property
    def adds_up(self) -> bool:
        """The ledger is what the statements say and what waits, to the won."""
        parts = [self.stated, *self.waiting.values()]
        return self.ledger.values == tuple(sum(column) for column in zip(*(part.values for part in parts), strict=True))
