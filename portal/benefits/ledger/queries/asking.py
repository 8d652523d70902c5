"""What services cost whoever asks for some, told before they choose: by the same terms and balances as a booking."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.benefits.eligibility.queries import EditionFinding, PayerOption, facts_of, findings, payers_among
from portal.benefits.eligibility.states import Answer
from portal.benefits.ledger.models import CapAccount, CapPart
from portal.benefits.ledger.queries.balances import Balance, account_of, balance_of, balance_of_part, parts_of
from portal.benefits.ledger.queries.stays import nights_still_paid
from portal.benefits.ledger.queries.terms import RESIDENT_PAYS, Paying, terms_at
from portal.benefits.ledger.rules import lower_of
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.queries import editions_near, editions_on
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import OfferedService, offered_prices, services_of_codes
from portal.consortium.catalogue.units import DAY_UNITS
from portal.core.clock import day_of
from portal.residents.applications.choosing import ServiceTerms
from portal.residents.households.models import Person


def terms_before_asking(
    services: Mapping[str, OfferedService], person: Person | None, dong_code: str, now: datetime
) -> Mapping[str, ServiceTerms]:
    """By the codes of `services`, without those that have no price today."""
    if person is None:
        return _of_anybody(services, dong_code, day_of(now))
    known = _Known(person, now)
    terms = {service.code: known.terms_of(service) for service in services_of_codes(services)}
    return {code: found for code, found in terms.items() if found is not None}


def _of_anybody(services: Mapping[str, OfferedService], dong_code: str, day: date) -> dict[str, ServiceTerms]:
    prices, near = offered_prices(day=day), editions_near(day, dong_code)
    found = {}
    for code in services.keys() & prices.keys():
        shares = [edition.rules.shares for edition in near if edition.rules.covers(code)]
        span = (min(low for low, _high in shares), max(high for _low, high in shares)) if shares else None
        found[code] = ServiceTerms(
            prices[code].unit, prices[code].amount, span, by_night=prices[code].unit in DAY_UNITS
        )
    return found


class _Known:
    """What one person would pay today; what their services have in common is read once."""

    def __init__(self, person: Person, now: datetime) -> None:
        self.person, self.now, self.day = person, now, day_of(now)
        self.editions: Mapping[UUID, ProgrammeEdition] = {one.id: one for one in editions_on(self.day)}
        self.found: list[EditionFinding] = findings(facts_of(person, self.day), self.day)
        self.accounts: dict[UUID, CapAccount | None] = {}
        self.parts: dict[UUID, dict[UUID, CapPart]] = {}

    def terms_of(self, service: Service) -> ServiceTerms | None:
        option = next(iter(payers_among(self.found, service.code)), None)
        paying = self._paying(option)
        terms = terms_at(paying, service, self.now, self.now + timedelta(minutes=service.duration_minutes))
        if terms is None:
            return None
        return ServiceTerms(
            service.unit,
            terms.unit_price,
            amount=terms.amount,
            own_share=terms.own_share,
            left=self._left(paying, service),
            is_sure=option is None or option.finding.answer is not Answer.TENTATIVE,
            by_night=service.is_by_night,
            nights_left=nights_still_paid(self.person.id, paying, service, self.day) if service.is_by_night else None,
        )

    def _paying(self, option: PayerOption | None) -> Paying:
        """By whom the rule chooses first."""
        if option is None or option.finding.own_percent is None:
            return RESIDENT_PAYS
        return Paying(self.editions[option.edition.id], option.finding.own_percent)

    def _left(self, paying: Paying, service: Service) -> int | None:
        if paying.edition is None:
            return None
        account, limit = self._account(paying.edition.programme_id), paying.limit_of(service.code)
        whole = balance_of(account, paying.cap) if account else Balance(paying.cap)
        there = self._part(account, service.id) if account and limit is not None else None
        return lower_of([whole.remaining, balance_of_part(there, limit).remaining])

    def _account(self, programme_id: UUID) -> CapAccount | None:
        if programme_id not in self.accounts:
            self.accounts[programme_id] = account_of(self.person.id, programme_id, self.day.year)
        return self.accounts[programme_id]

    def _part(self, account: CapAccount, service_id: UUID) -> CapPart | None:
        if account.id not in self.parts:
            self.parts[account.id] = parts_of(account)
        return self.parts[account.id].get(service_id)
