"""What pages of other features show of the ledger: booking cards, what a visit costs, what somebody has left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from flask import g, get_template_attribute, render_template, url_for
from sqlalchemy import Select

from portal.benefits.ledger import queries
from portal.benefits.ledger.models import CapAccount, CapEntry, CapOverride
from portal.benefits.ledger.queries import PartBalance, Support, overrides
from portal.benefits.ledger.states import ChargeOutcome, ChargeState
from portal.benefits.programmes.models import Programme
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import all_services
from portal.core import clock
from portal.core.actors import Actor
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.web.access import current_actor
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext


class Time(Protocol):
    """A slot, a visit: a time that is booked or could be."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True)
class Usual:
    """A time that nobody has chosen yet."""

    starts_at: datetime
    ends_at: datetime


class Line(Protocol):
    @property
    def service(self) -> Service: ...


class Plan(Protocol):
    """A care plan, as far as its services go."""

    @property
    def lines(self) -> Sequence[Line]: ...


@dataclass(frozen=True)
class AccountView:
    """Everything that a page shows of an account."""

    account: CapAccount
    support: Support
    parts: list[PartBalance]
    entries: Sequence[CapEntry]
    requests: list[CapOverride]


def account_view(account: CapAccount, today: date) -> AccountView:
    return AccountView(
        account,
        queries.support_of(account, today=today),
        queries.part_balances(account),
        queries.entries_of(account.id),
        overrides.overrides_of(account.id),
    )


def limited_services(programme: Programme, year: int) -> list[Service]:
    """The services that have a limit of their own in a year."""
    edition = queries.edition_of_year(programme.id, year)
    limited = {code for code, limit in edition.rules.service_limits.items() if limit is not None} if edition else set()
    return [service for service in all_services() if service.code in limited] if limited else []


def booking(plan_line_id: UUID, person: Person, service: Service, time: Time, plan: Plan | None = None) -> str:
    """The booking card of one time, with cheaper mixes of the services of the plan."""
    if not current_actor().can(Permission.LEDGER_READ):
        return ""
    cards = _cards(plan_line_id, person, service)
    card = cards.card(time.starts_at, time.ends_at)
    if card is None:
        return ""
    others = [line.service for line in plan.lines] if plan and card.programme else []
    return render_template(
        "ledger/_booking.html",
        card=card,
        person=person,
        used_up_on=cards.used_up_on(card) if card.fits else None,
        nights_left=cards.nights_left(card),
        mixes=cards.mixes(card, others),
    )


def booking_times(plan_line_id: UUID, person: Person, service: Service, times: Sequence[Time]) -> str:
    """Shows nothing: lets the prices of many times on one page be found with few questions."""
    if times and current_actor().can(Permission.LEDGER_READ):
        days = [clock.day_of(time.starts_at) for time in times]
        _cards(plan_line_id, person, service).expect(min(days), max(days))
    return ""


def booking_time(plan_line_id: UUID, person: Person, service: Service, time: Time) -> str:
    """The same as the card in one line, for one time among many; nothing where no programme pays."""
    cards = _cards(plan_line_id, person, service)
    if cards.programme is None or not current_actor().can(Permission.LEDGER_READ):
        return ""
    card = cards.card(time.starts_at, time.ends_at)
    return str(get_template_attribute("ledger/_parts.html", "card_line")(card)) if card else ""


def plan_line(plan_line_id: UUID, person: Person, service: Service) -> str:
    """What one visit of the usual length would cost today, beside a line of a plan."""
    now = clock.now()
    usual = Usual(now, now + timedelta(minutes=service.duration_minutes))
    return booking_time(plan_line_id, person, service, usual)


def _cards(plan_line_id: UUID, person: Person, service: Service) -> queries.Cards:
    """The cards of a line, once for a page."""
    known: dict[UUID, queries.Cards] = g.setdefault("booking_cards", {})
    if plan_line_id not in known:
        known[plan_line_id] = queries.Cards(plan_line_id, person, service)
    return known[plan_line_id]


def visit(visit_id: UUID) -> str:
    """What a visit costs whom, for staff; the co-operative asks the resident for the own share."""
    charge = queries.charge_of(visit_id)
    return render_template("ledger/_visit.html", charge=charge) if charge else ""


def my_visit(visit_id: UUID, *, brief: bool = False) -> str:
    """What a visit costs the resident who looks, in plain words."""
    charge = queries.charge_of(visit_id)
    if charge is None:
        return ""
    supports = _supports(charge.person_id, charge.service_on.year) if charge.account_id and brief else []
    support = next((one for one in supports if one.account_id == charge.account_id), None)
    return render_template("ledger/_my_visit.html", charge=charge, support=support, brief=brief)


def cancelling(visit_id: UUID, *, late: bool) -> str:
    """What is due for a visit that is cancelled at this moment, said before."""
    outcome = ChargeOutcome.CANCELLED_LATE if late else ChargeOutcome.CANCELLED_IN_TIME
    return render_template("ledger/_cancelling.html", cost=queries.cost_of_absence(visit_id, outcome), late=late)


def my_support(person: Person) -> str:
    """What the resident who looks has left this year."""
    supports = _supports(person.id, clock.day_of(clock.now()).year)
    return render_template("ledger/_my_support.html", supports=supports) if supports else ""


def _supports(person_id: UUID, year: int) -> list[Support]:
    """What somebody has of a year, once for a page."""
    known: dict[tuple[UUID, int], list[Support]] = g.setdefault("supports", {})
    if (person_id, year) not in known:
        known[person_id, year] = queries.my_support(person_id, year, today=clock.day_of(clock.now()))
    return known[person_id, year]


def on_household(person: Person, day: date) -> str:
    """What a person has left, with the way to every movement."""
    if not current_actor().can(Permission.LEDGER_READ):
        return ""
    supports = queries.my_support(person.id, day.year, today=day)
    return render_template("ledger/_on_household.html", person=person, supports=supports)


def facts_change(person: Person, from_on: date, **_context: object) -> str:
    """How many bookings a new band would count anew."""
    last = date(from_on.year + 1, 12, 31)
    charges = [
        charge
        for charge in queries.charges_of_person(person.id, from_on, last)
        if charge.state is not ChargeState.RELEASED and charge.programme_id is not None
    ]
    settled = queries.settled_among([charge.id for charge in charges])
    return render_template("ledger/_facts_change.html", open=len(charges) - len(settled), settled=len(settled))


def waiting(viewer: Actor) -> Select[int] | None:
    """Requests that wait for the office."""
    return overrides.WAITING if viewer.can(Permission.OVERRIDE_DECIDE) else None


def _overrides(desk: Desk) -> Iterator[Item]:
    """Requests over a cap that wait for a decision."""
    for one in overrides.overrides_for(desk.viewer, is_open=True).items:
        yield Item(
            key=f"override-{one.id}",
            what=gettext("한도 초과 요청 결정하기: %(programme)s", programme=one.account.programme.name),
            since=one.requested_at,
            deeds=(Deed(gettext("결정하기"), url_for("ledger.override", override_id=one.id)),),
        )


OVERRIDES = Waiting(N_("한도 초과 요청"), Permission.OVERRIDE_DECIDE, _overrides)
