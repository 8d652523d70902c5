"""What a service at a time would cost whom: the price of its day, the units of its length, who pays which share."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.benefits.eligibility.queries import finding_of, payer_of
from portal.benefits.eligibility.states import Answer
from portal.benefits.ledger.nights import Night, sums_of
from portal.benefits.ledger.rules import amount_due, minutes_between, planned_units, split
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.queries import edition_on, unit_price
from portal.consortium.catalogue.models import Service
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.residents.households.models import Person

ALL = 100
NOT_COVERED = N_("이용일에는 이 사업이 이 서비스를 지원하지 않아 이용자가 모두 냅니다.")
NOT_ELIGIBLE = N_("이용일에는 이 사업의 지원 대상이 아니어서 이용자가 모두 냅니다.")


@dataclass(frozen=True)
class Paying:
    """Who pays a service on a day; without an edition the resident pays all, and `why` says so where it surprises."""

    edition: ProgrammeEdition | None = None
    own_percent: int = ALL
    why: str = ""

    @property
    def programme_id(self) -> UUID | None:
        return self.edition.programme_id if self.edition else None

    @property
    def cap(self) -> int | None:
        return self.edition.rules.annual_cap if self.edition else None

    def limit_of(self, service_code: str) -> int | None:
        return self.edition.rules.limit_of(service_code) if self.edition else None


RESIDENT_PAYS = Paying()


@dataclass(frozen=True)
class Terms:
    """What a booking would cost; amounts in whole won. Of a stay, what each of its `nights` costs."""

    paying: Paying
    unit_price: int
    quantity: int
    nights: tuple[Night, ...] = ()

    @property
    def amount(self) -> int:
        return amount_due(self.quantity, self.unit_price, extra=self.extra)

    @property
    def extra(self) -> int:
        """What nights at another price than the first one's add or take."""
        return sums_of(self.nights).extra if self.nights else 0

    @property
    def alone(self) -> int:
        """What the resident pays whatever their share is: the nights beyond a limit."""
        return sums_of(self.nights).alone if self.nights else 0

    @property
    def own_share(self) -> int:
        return self.amount - self.support

    @property
    def support(self) -> int:
        return split(self.amount - self.alone, self.paying.own_percent)[1]


def paying_programme(plan_line_id: UUID | None) -> Programme | None:
    """The programme that was chosen to pay a line of the plan; None where the resident pays."""
    choice = payer_of(plan_line_id) if plan_line_id else None
    return choice.programme if choice else None


def paying_on(programme: Programme | None, person: Person, service: Service, day: date) -> Paying:
    """Who pays on `day`: the programme while an edition covers the service and the person is not turned away."""
    if programme is None:
        return RESIDENT_PAYS
    return paying_by(edition_on(programme, day), person, service, day)


def paying_by(edition: ProgrammeEdition | None, person: Person, service: Service, day: date) -> Paying:
    """The same by the edition that is in force on `day`."""
    if edition is None or not edition.rules.covers(service.code):
        return Paying(why=NOT_COVERED)
    finding = finding_of(person, edition, day)
    if finding.answer is Answer.NOT_ELIGIBLE or finding.own_percent is None:
        return Paying(why=NOT_ELIGIBLE)
    return Paying(edition, finding.own_percent)


def terms_at(paying: Paying, service: Service, starts_at: datetime, ends_at: datetime) -> Terms | None:
    """The terms of a booking from then to then; None where the service has no price on that day."""
    price = unit_price(service, day_of(starts_at), paying.edition)
    if price is None:
        return None
    return Terms(paying, price, planned_units(service.unit, minutes_between(starts_at, ends_at)))
