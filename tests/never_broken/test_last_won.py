"""Many bookings at once against one person's last 100,000 won: as many as fit are made, and not one more."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, insert, select, update

from benchmarks.data import Consortium, add_consortium, add_households, add_lines
from benchmarks.data.consortium import Row, add_slots, slot_row
from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.ledger.models import CapAccount, CapEntry, CapPart, Charge
from portal.benefits.ledger.states import ChargeState, EntryKind
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.rules import ProgrammeRules, to_document
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.core import clock
from portal.core.editions import EditionState
from portal.core.ids import new_id
from portal.residents.applications.models import Application
from portal.residents.applications.states import Urgency
from tests.never_broken.place import RACE_ROUNDS, RACERS, Place, all_at_once, statuses
from tools.load.browser import Answer, Browser

pytestmark = pytest.mark.slow

CAP, USED = 1_600_000, 1_500_000
OWN_PERCENT = 10
SUPPORT = 45_000
"""Two hours at 25,000 won, a tenth of it the resident's own."""
FITTING = (CAP - USED) // SUPPORT


class Payee(NamedTuple):
    """Somebody with 100,000 won left, and what was asked for them and accepted."""

    person: UUID
    household: UUID
    account: UUID
    referrals: list[UUID]


@dataclass
class Booker:
    """A coordinator with the page of a referral open."""

    browser: Browser
    protection: str = ""

    def open_page(self, referral_id: UUID) -> None:
        shown = self.browser.get(f"/referrals/{referral_id}")
        assert shown.status == 200, shown.status
        self.protection = shown.hidden()["csrf_token"]

    def book(self, referral_id: UUID) -> Answer:
        fields = {"csrf_token": self.protection, "form_key": secrets.token_urlsafe(18), "agreed": ""}
        return self.browser.post(f"/visits/book/{referral_id}", fields)


def first_day(today: date) -> date:
    """Tomorrow, or the beginning of January where the bookings would lie in two years."""
    last = today + timedelta(days=2, hours=2 * RACERS)
    return today + timedelta(days=1) if last.year == today.year else date(today.year + 1, 1, 2)


def add_programme(connection: Connection, made: Consortium) -> UUID:
    """A programme that pays nine tenths of every service, 1,600,000 won a year."""
    programme = new_id()
    codes = tuple(f"service-{position}" for position in range(len(made.services)))
    rules = ProgrammeRules(services=codes, annual_cap=CAP, others_own_percent=OWN_PERCENT)
    given = {"id": programme, "code": "paying", "name": "돌봄 사업", "position": 1, "created_at": made.now}
    edition = {
        "programme_id": programme,
        "number": 1,
        "starts_on": date(2024, 1, 1),
        "state": EditionState.PUBLISHED,
        "document": to_document(rules),
        "written_at": made.now,
        "published_at": made.now,
    }
    connection.execute(insert(Programme), [given])
    connection.execute(insert(ProgrammeEdition), [edition])
    return programme


def add_times(connection: Connection, made: Consortium) -> list[Row]:
    """As many times as run, each with a place held for every round."""
    begin, service, member = clock.at(first_day(made.today), time(0, 30)), made.services[0], made.members[0]
    times = [begin + timedelta(hours=2 * number) for number in range(RACERS)]
    slots = [slot_row(service, member, starts_at, capacity=RACE_ROUNDS) for starts_at in times]
    add_slots(connection, [{**slot, "held": RACE_ROUNDS} for slot in slots])
    return slots


def add_payees(connection: Connection, made: Consortium, programme: UUID, slots: list[Row]) -> list[Payee]:
    """One for each round, all accompanied by the same coordinator."""
    lines = [line.id for line in add_lines(connection, made, made.services[0], RACE_ROUNDS)]
    found = connection.execute(
        select(PlanLine.id.label("line"), CareCase.id.label("case"), CareCase.household_id, Application.person_id)
        .join(CarePlan, CarePlan.id == PlanLine.plan_id)
        .join(CareCase, CareCase.id == CarePlan.case_id)
        .join(Application, Application.id == CareCase.application_id)
        .where(PlanLine.id.in_(lines))
    ).all()
    cases = [row.case for row in found]
    connection.execute(update(CareCase).where(CareCase.id.in_(cases)).values(coordinator_id=made.coordinators[0]))
    return [_payee(connection, made, programme, slots, row, number) for number, row in enumerate(found)]


def _payee(connection: Connection, made: Consortium, programme: UUID, slots: list[Row], row: Any, number: int) -> Payee:
    account = _account(connection, made, programme, row.person_id)
    choice = {"plan_line_id": row.line, "person_id": row.person_id, "programme_id": programme, "by_rule": True}
    connection.execute(insert(PayerChoice), [{**choice, "chosen_at": made.now}])
    referrals = [
        {
            "id": new_id(),
            "number": f"{made.today.year}-{number:03d}{place:03d}",
            "plan_line_id": row.line,
            "case_id": row.case,
            "household_id": row.household_id,
            "organisation_id": slot["organisation_id"],
            "service_id": slot["service_id"],
            "slot_id": slot["id"],
            "state": ReferralState.ACCEPTED,
            "urgency": Urgency.NORMAL,
            "requested_by_id": made.coordinators[0],
            "requested_at": made.now,
            "asked_at": made.now,
            "answer_due_at": made.now,
        }
        for place, slot in enumerate(slots)
    ]
    connection.execute(insert(Referral), referrals)
    return Payee(row.person_id, row.household_id, account, [referral["id"] for referral in referrals])


def _account(connection: Connection, made: Consortium, programme: UUID, person: UUID) -> UUID:
    """1,500,000 won of the year's 1,600,000 were used before."""
    account, service = new_id(), made.services[0]
    row = {"id": account, "person_id": person, "programme_id": programme, "year": first_day(made.today).year}
    used = {"held": 0, "committed": USED}
    entry = {"account_id": account, "service_id": service, "kind": EntryKind.COMMIT, "key": f"before:{account.hex}"}
    connection.execute(insert(CapAccount), [{**row, **used, "cap": CAP, "opened_at": made.now}])
    connection.execute(insert(CapPart), [{"account_id": account, "service_id": service, "limit": None, **used}])
    connection.execute(insert(CapEntry), [{**entry, **used, "at": made.now}])
    return account


@pytest.fixture
def consortium(place: Place) -> Consortium:
    with place.engine.begin() as connection:
        made = add_consortium(connection, clock.now())
        add_households(connection, made, 2 * RACE_ROUNDS)
    return made


@pytest.fixture
def payees(place: Place, consortium: Consortium) -> list[Payee]:
    with place.engine.begin() as connection:
        programme = add_programme(connection, consortium)
        return add_payees(connection, consortium, programme, add_times(connection, consortium))


@pytest.fixture
def bookers(place: Place, consortium: Consortium, payees: list[Payee]) -> Iterator[list[Booker]]:
    with place.server() as running:
        found = [Booker(browser) for browser in place.browsers(running, [consortium.coordinators[0]] * RACERS)]
        all_at_once([partial(booker.open_page, payees[0].referrals[0]) for booker in found])
        yield found
        for booker in found:
            booker.browser.close()


def amounts_of(connection: Connection, payee: Payee) -> tuple[int, int]:
    amounts = select(CapAccount.held, CapAccount.committed).where(CapAccount.id == payee.account)
    held, committed = connection.execute(amounts).one()
    return held, committed


def entries_of(connection: Connection, payee: Payee) -> tuple[int, int]:
    sums = select(func.sum(CapEntry.held), func.sum(CapEntry.committed)).where(CapEntry.account_id == payee.account)
    held, committed = connection.execute(sums).one()
    return int(held), int(committed)


def test_the_cap_is_never_exceeded(place: Place, payees: list[Payee], bookers: list[Booker]) -> None:
    for payee in payees:
        asks: list[Callable[[], Answer]] = [
            partial(booker.book, referral) for booker, referral in zip(bookers, payee.referrals, strict=True)
        ]
        answers = all_at_once(asks)
        assert statuses(answers) == {303: FITTING, 409: RACERS - FITTING}
        with place.engine.connect() as connection:
            assert amounts_of(connection, payee) == entries_of(connection, payee) == (FITTING * SUPPORT, USED)
            held = select(func.count()).where(Charge.person_id == payee.person, Charge.state == ChargeState.HELD)
            booked = select(func.count()).where(
                Referral.household_id == payee.household, Referral.state == ReferralState.BOOKED
            )
            assert (connection.scalar(held), connection.scalar(booked)) == (FITTING, FITTING)
