"""What is shown before something is booked: price, shares, what is left before and after, what would fit instead."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.benefits.ledger.models import CapAccount, Charge
from portal.benefits.ledger.queries.balances import (
    Balance,
    account_of,
    balance_of,
    held_by,
    pace_of,
    part_balance,
)
from portal.benefits.ledger.queries.stays import limits_of, nights_still_paid, terms_for
from portal.benefits.ledger.queries.terms import Paying, Terms, paying_by, paying_programme
from portal.benefits.ledger.rules import Pace, amount_due, forecast, lower_of, split
from portal.benefits.ledger.states import NightKind
from portal.benefits.ledger.units import unit_minutes
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.queries import edition_on, unit_price
from portal.consortium.catalogue.models import Service
from portal.core.clock import day_of
from portal.residents.households.models import Person

MIXES = 4


@dataclass(frozen=True)
class Mix:
    """Something cheaper that fits: fewer units of the same service, or one visit of another service of the plan.

    `times` is how often it fits into what is left; None where nothing bounds it.
    """

    service: Service
    quantity: int
    amount: int
    own_share: int
    support: int
    times: int | None
    is_same: bool


@dataclass(frozen=True)
class BookingCard:
    """What one booking would cost whom, in won; `left` is what the account and the service's limit leave before it."""

    service: Service
    service_on: date
    terms: Terms
    programme: Programme | None
    balance: Balance | None
    left: int | None
    of_service: bool

    @property
    def left_after(self) -> int | None:
        return None if self.left is None else self.left - self.terms.support

    @property
    def fits(self) -> bool:
        return self.left_after is None or self.left_after >= 0

    @property
    def beyond(self) -> list[date]:
        """The nights of a stay that no limit has room for."""
        return [night.on for night in self.terms.nights if night.kind is NightKind.OWN]

    @property
    def limits(self) -> str:
        """The limits of nights, in words."""
        return limits_of(self.terms.paying, self.service.code).words

    @property
    def missing(self) -> int:
        """How much more than is left it would take."""
        return 0 if self.fits else -(self.left_after or 0)


class Cards:
    """The cards of one line of a plan; what the times of one page have in common is read once."""

    def __init__(
        self, plan_line_id: UUID | None, person: Person, service: Service, *, gives_way: Collection[UUID] = ()
    ) -> None:
        """`gives_way` are booked visits of the same line that end when this is booked."""
        self.person, self.service = person, service
        self._given_back = held_by(gives_way)
        self.programme = paying_programme(plan_line_id)
        self._paying: dict[UUID | None, Paying] = {}
        self._balances: dict[tuple[UUID, int], tuple[Balance, Balance]] = {}
        self._editions: dict[date, ProgrammeEdition | None] = {}
        self._accounts: dict[int, CapAccount | None] = {}

    def card(self, starts_at: datetime, ends_at: datetime) -> BookingCard | None:
        """The card of one time; None where the service has no price on that day."""
        day = day_of(starts_at)
        paying = self.paying(day)
        terms = terms_for(
            self.person.id, paying, self.service, starts_at, ends_at, but=[charge.id for charge in self._given_back]
        )
        if terms is None:
            return None
        if paying.edition is None:
            return BookingCard(self.service, day, terms, None, None, None, of_service=False)
        account, part = self._balances_on(day, paying)
        left = lower_of([account.remaining, part.remaining])
        given_back = sum(each.support for each in self._given_back if _is_of(each, paying, day))
        return BookingCard(
            service=self.service,
            service_on=day,
            terms=terms,
            programme=paying.edition.programme,
            balance=account,
            left=None if left is None else left + given_back,
            of_service=part.remaining is not None and part.remaining == left and part.remaining != account.remaining,
        )

    def paying(self, day: date) -> Paying:
        """Who pays on `day`; the share is found once for each edition, and anew when it is booked."""
        if self.programme is None:
            return Paying()
        if day not in self._editions:
            self._editions[day] = edition_on(self.programme, day)
        edition = self._editions[day]
        key = edition.id if edition else None
        if key not in self._paying:
            self._paying[key] = paying_by(edition, self.person, self.service, day)
        return self._paying[key]

    def expect(self, first: date, last: date) -> None:
        """Spare a question for each day where the edition is the same on the first and on the last."""
        if self.programme is None or first > last:
            return
        begins, ends = edition_on(self.programme, first), edition_on(self.programme, last)
        if begins is not None and ends is not None and begins.id == ends.id:
            days = range(first.toordinal(), last.toordinal() + 1)
            self._editions |= {date.fromordinal(number): begins for number in days}

    def _balances_on(self, day: date, paying: Paying) -> tuple[Balance, Balance]:
        edition = paying.edition
        if edition is None:
            raise ValueError("nobody but the resident pays")
        key = (edition.id, day.year)
        if key not in self._balances:
            account = self._account(edition.programme_id, day.year)
            limit = paying.limit_of(self.service.code)
            whole = balance_of(account, paying.cap) if account else Balance(paying.cap)
            self._balances[key] = whole, part_balance(account.id if account else None, self.service.id, limit)
        return self._balances[key]

    def _account(self, programme_id: UUID, year: int) -> CapAccount | None:
        if year not in self._accounts:
            self._accounts[year] = account_of(self.person.id, programme_id, year)
        return self._accounts[year]

    def used_up_on(self, card: BookingCard) -> date | None:
        """When the cap would be used up at the pace of what is booked, this booking included."""
        left = card.balance.remaining if card.balance else None
        support, day = card.terms.support, card.service_on
        if left is None or card.programme is None or support <= 0:
            return None
        account = self._account(card.programme.id, day.year)
        pace = pace_of(account.id, today=day) if account else None
        if pace is None:
            return None
        with_this = Pace(pace.used + support, min(pace.first_on, day), max(pace.last_on, day), pace.visits + 1)
        return forecast(with_this, left - support)

    def nights_left(self, card: BookingCard) -> int | None:
        """How many nights are paid before this stay; None for a visit, or without a limit of nights."""
        if not self.service.is_by_night:
            return None
        but = [charge.id for charge in self._given_back]
        return nights_still_paid(self.person.id, card.terms.paying, self.service, card.service_on, but=but)

    def mixes(self, card: BookingCard, others: Iterable[Service] = ()) -> tuple[Mix, ...]:
        """Cheaper ways that fit what is left, at most `MIXES`."""
        paying = card.terms.paying
        if paying.edition is None:
            return ()
        fewer = [self._fewer(card, quantity) for quantity in range(card.terms.quantity - 1, 0, -1)]
        found = [mix for mix in fewer if mix is not None][:2]
        found += [mix for mix in (self._other(card, service, paying) for service in others) if mix is not None]
        return tuple(found[:MIXES])

    def _fewer(self, card: BookingCard, quantity: int) -> Mix | None:
        if unit_minutes(self.service.unit) is None or self.service.is_by_night:
            return None
        return _mix(self.service, quantity, card.terms.unit_price, card.terms.paying, card.left, is_same=True)

    def _other(self, card: BookingCard, service: Service, paying: Paying) -> Mix | None:
        if service.id == self.service.id or paying.edition is None or not paying.edition.rules.covers(service.code):
            return None
        price = unit_price(service, card.service_on, paying.edition)
        length = unit_minutes(service.unit)
        quantity = 1 if length is None else max(1, -(-service.duration_minutes // length))
        if price is None or amount_due(quantity, price) >= card.terms.amount:
            return None
        left = card.balance.remaining if card.balance else None
        return _mix(service, quantity, price, paying, left, is_same=False)


def _is_of(charge: Charge, paying: Paying, day: date) -> bool:
    """Whether the charge weighs on the account of whoever would pay on that day."""
    edition = paying.edition
    return edition is not None and charge.programme_id == edition.programme_id and charge.service_on.year == day.year


def _mix(service: Service, quantity: int, price: int, paying: Paying, left: int | None, *, is_same: bool) -> Mix | None:
    amount = amount_due(quantity, price)
    own, support = split(amount, paying.own_percent)
    if left is not None and support > left:
        return None
    times = None if left is None or support == 0 else left // support
    return Mix(service, quantity, amount, own, support, times, is_same)
