"""Programmes that pay, who pays which plan line, and charges as the ledger keeps them."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.ledger.actions.accounts import Posting, open_account, post
from portal.benefits.ledger.models import CapAccount, CapEntry, Charge
from portal.benefits.ledger.rules import amount_due, planned_units, split
from portal.benefits.ledger.states import ChargeOutcome, ChargeState, EntryKind
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.rules import ProgrammeRules, to_document
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.coordinators.plans.models import PlanLine
from portal.core.actors import SYSTEM
from portal.core.clock import at
from portal.core.editions import EditionState
from portal.extensions import db
from portal.residents.households.models import Person
from tests.factories.consortium import NOW, TODAY, make_organisation, make_service
from tests.factories.referrals import make_person

_numbers = count(1)
CAP = 1_600_000


def make_paying(*services: Service, name: str = "", starts_on: date = date(2024, 1, 1), **rules: Any) -> Programme:
    """A programme in force since 2024 that pays `services` whole for everybody, at most `CAP` a year."""
    number = next(_numbers)
    programme = Programme(code=f"paying-{number}", name=name or f"돌봄 사업 {number}", position=number, created_at=NOW)
    db.session.add(programme)
    db.session.flush()
    make_edition(programme, *services, starts_on=starts_on, **rules)
    return programme


def make_edition(programme: Programme, *services: Service, starts_on: date, **rules: Any) -> ProgrammeEdition:
    """A published edition from a day on."""
    given: dict[str, Any] = {
        "services": tuple(each.code for each in services),
        "annual_cap": CAP,
        "others_own_percent": 0,
    }
    edition = ProgrammeEdition(
        programme_id=programme.id,
        number=next(_numbers),
        starts_on=starts_on,
        state=EditionState.PUBLISHED,
        document=to_document(ProgrammeRules(**(given | rules))),
        written_at=NOW,
        published_at=NOW,
    )
    db.session.add(edition)
    db.session.flush()
    db.session.expire(programme, ["editions"])
    return edition


def choose(line: PlanLine, programme: Programme | None, *, now: datetime = NOW) -> PayerChoice:
    """Who pays a line of the plan from now on."""
    choice = PayerChoice(
        plan_line_id=line.id,
        person_id=line.plan.case.household.person.id,
        programme_id=programme.id if programme else None,
        by_rule=True,
        chosen_at=now,
    )
    db.session.add(choice)
    db.session.flush()
    return choice


def make_charge(
    person: Person | None = None,
    organisation: Organisation | None = None,
    service: Service | None = None,
    programme: Programme | None = None,
    *,
    day: date = TODAY - timedelta(days=7),
    quantity: int | None = None,
    own_percent: int | None = None,
    unit_price: int | None = None,
    state: ChargeState = ChargeState.COMMITTED,
    outcome: ChargeOutcome | None = ChargeOutcome.DONE,
    visit_id: UUID | None = None,
    **values: Any,
) -> Charge:
    """What a visit of two hours came to, with the entries that lead there; without a programme the resident pays."""
    person, service = person or make_person(), service or make_service()
    starts_at = at(day, time(10))
    units = planned_units(service.unit, 120) if quantity is None else quantity
    share = own_percent if own_percent is not None else (0 if programme else 100)
    price = service.prices[-1].amount if unit_price is None else unit_price
    amount = amount_due(units, price, values.get("due_percent", 100))
    own, support = split(amount, share) if programme else (amount, 0)
    edition = max(programme.editions, key=lambda each: each.starts_on) if programme else None
    given: dict[str, Any] = {
        "visit_id": visit_id or uuid4(),
        "person_id": person.id,
        "organisation_id": (organisation or make_organisation()).id,
        "service": service,
        "programme_id": programme.id if programme else None,
        "edition": edition,
        "service_on": day,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "unit": service.unit,
        "unit_price": price,
        "quantity": units,
        "own_percent": share if programme else 100,
        "amount": amount,
        "own_share": own,
        "support": support,
        "state": state,
        "outcome": None if state is ChargeState.HELD else outcome,
        "booked_at": starts_at - timedelta(days=7),
        "settled_at": None if state is ChargeState.HELD else starts_at + timedelta(hours=2),
    }
    charge = Charge(**(given | values))
    db.session.add(charge)
    db.session.flush()
    if programme and edition:
        _take(charge, edition)
    return charge


def _take(charge: Charge, edition: ProgrammeEdition) -> None:
    rules, code = edition.rules, charge.service.code
    cap, limit = rules.annual_cap, rules.limit_of(code)
    charge.account_id = open_account(
        charge.person_id,
        edition.programme_id,
        charge.service_id,
        year=charge.service_on.year,
        cap=cap,
        limit=limit,
        now=charge.booked_at,
    )
    if charge.state is ChargeState.RELEASED:
        return
    is_held = charge.state is ChargeState.HELD
    taken = Posting(
        account_id=charge.account_id,
        service_id=charge.service_id,
        kind=EntryKind.HOLD if is_held else EntryKind.COMMIT,
        held=charge.support if is_held else 0,
        committed=0 if is_held else charge.support,
        key=f"made:{charge.visit_id.hex}",
        cap=cap,
        limit=limit,
        charge_id=charge.id,
    )
    post([taken], actor=SYSTEM, now=charge.booked_at)


def account_amounts(account_id: UUID) -> tuple[int, int]:
    """(held, committed) of an account as the database has them."""
    db.session.flush()
    account = db.session.get_one(CapAccount, account_id, populate_existing=True)
    return account.held, account.committed


def sum_of_entries(account_id: UUID) -> tuple[int, int]:
    """(held, committed) as the entries add up."""
    sums = select(func.coalesce(func.sum(CapEntry.held), 0), func.coalesce(func.sum(CapEntry.committed), 0))
    held, committed = db.session.execute(sums.where(CapEntry.account_id == account_id)).one()
    return int(held), int(committed)
