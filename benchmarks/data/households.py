"""Households with person, account, application, case and pairing, in any number."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, insert

from benchmarks.data.consortium import DONGS, Consortium, Row
from portal.accounts.models import RoleGrant, User
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.core.hangul import initial_consonants
from portal.core.ids import new_id
from portal.core.names import given_name_key, name_key
from portal.core.permissions import Role
from portal.core.phone import tail
from portal.db.base import Base
from portal.db.numbers import NumberSeries
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState, ForWhom, Intake, Urgency
from portal.residents.households.models import Household, Person
from portal.residents.households.states import Sex

SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
SYLLABLES = "민서지현영수정미경희순자숙옥복동길철호용재성훈"
BATCH = 2000
FIRST_WAITING = 900_001
CLOSED_EVERY = 10
STATES = (CaseState.PAIRED, CaseState.ASSESSED, CaseState.PLANNED, CaseState.PLANNED, CaseState.PLANNED)


@dataclass(frozen=True)
class Resident:
    """One household and the ids of what belongs to it."""

    number: str
    phone: str
    name: str
    opened_at: datetime
    coordinator: UUID
    is_closed: bool
    user: UUID = field(default_factory=new_id)
    household: UUID = field(default_factory=new_id)
    person: UUID = field(default_factory=new_id)
    application: UUID = field(default_factory=new_id)
    case: UUID = field(default_factory=new_id)


def add_households(connection: Connection, made: Consortium, count: int, *, seed: int = 1) -> None:
    """`count` households, nine in ten of them accompanied now; the same ones each time."""
    random = Random(seed)  # noqa: S311 repeatable data, no secret
    rows: dict[type[Base], list[Row]] = {}
    for number in range(1, count + 1):
        for model, row in _rows(_resident(made, number, random), made, random):
            rows.setdefault(model, []).append(row)
        if number % BATCH == 0 or number == count:
            for model, batch in rows.items():
                connection.execute(insert(model), batch)
                batch.clear()
    year = made.today.year
    series = [{"kind": kind, "year": year, "last": count} for kind in ("household", "application", "case")]
    connection.execute(insert(NumberSeries), series)


class Waiting(NamedTuple):
    """An application that nobody is paired with yet."""

    application: UUID
    household: UUID


def add_applications(connection: Connection, made: Consortium, count: int, *, seed: int = 2) -> list[Waiting]:
    """`count` applications of new households that wait for a coordinator, numbered from 900001."""
    random = Random(seed)  # noqa: S311 repeatable data, no secret
    residents = [_resident(made, FIRST_WAITING + place, random) for place in range(count)]
    connection.execute(insert(User), [_user(resident) for resident in residents])
    connection.execute(insert(RoleGrant), [_grant(resident) for resident in residents])
    connection.execute(insert(Household), [_household(resident, random) for resident in residents])
    connection.execute(insert(Person), [_person(resident, random) for resident in residents])
    waiting = [
        {**_application(resident, random), "state": ApplicationState.RECEIVED, "decided_at": None}
        for resident in residents
    ]
    connection.execute(insert(Application), waiting)
    return [Waiting(resident.application, resident.household) for resident in residents]


def _resident(made: Consortium, number: int, random: Random) -> Resident:
    return Resident(
        number=f"{made.today.year}-{number:06d}",
        phone=f"+8210{number:08d}",
        name=random.choice(SURNAMES) + random.choice(SYLLABLES) + random.choice(SYLLABLES),
        opened_at=made.now - timedelta(minutes=random.randrange(1, 500_000)),
        coordinator=made.coordinators[number % len(made.coordinators)],
        is_closed=number % CLOSED_EVERY == 0,
    )


def _rows(resident: Resident, made: Consortium, random: Random) -> Iterator[tuple[type[Base], Row]]:
    yield User, _user(resident)
    yield RoleGrant, _grant(resident)
    yield Household, _household(resident, random)
    yield Person, _person(resident, random)
    yield Application, _application(resident, random)
    yield CareCase, _case(resident, made, random)
    yield Pairing, _pairing(resident, made)


def _user(resident: Resident) -> Row:
    return {"id": resident.user, "name": resident.name, "phone": resident.phone, "created_at": resident.opened_at}


def _grant(resident: Resident) -> Row:
    return {"user_id": resident.user, "role": Role.RESIDENT, "granted_at": resident.opened_at}


def _household(resident: Resident, random: Random) -> Row:
    return {
        "id": resident.household,
        "number": resident.number,
        "address": f"서울 마포구 월드컵로 {random.randrange(1, 300)}",
        "address_detail": f"{random.randrange(101, 999)}호",
        "dong_code": random.choice(DONGS),
        "lives_alone": True,
        "created_at": resident.opened_at,
    }


def _person(resident: Resident, random: Random) -> Row:
    return {
        "id": resident.person,
        "household_id": resident.household,
        "user_id": resident.user,
        "name": resident.name,
        "name_key": name_key(resident.name),
        "given_name_key": given_name_key(resident.name),
        "initials": initial_consonants(resident.name),
        "birth_on": date(1930 + random.randrange(60), 1 + random.randrange(12), 1 + random.randrange(28)),
        "sex": random.choice(tuple(Sex)),
        "phone": resident.phone,
        "phone_tail": tail(resident.phone),
        "created_at": resident.opened_at,
    }


def _application(resident: Resident, random: Random) -> Row:
    return {
        "id": resident.application,
        "number": resident.number,
        "household_id": resident.household,
        "person_id": resident.person,
        "state": ApplicationState.PAIRED,
        "intake": Intake.ONLINE,
        "for_whom": ForWhom.SELF,
        "urgency": random.choice(tuple(Urgency)),
        "day_times": ["weekday_morning"],
        "received_at": resident.opened_at,
        "entered_at": resident.opened_at,
        "first_contact_due_at": resident.opened_at + timedelta(days=1),
        "decided_at": resident.opened_at,
    }


def _case(resident: Resident, made: Consortium, random: Random) -> Row:
    return {
        "id": resident.case,
        "number": resident.number,
        "household_id": resident.household,
        "person_id": resident.person,
        "application_id": resident.application,
        "coordinator_id": resident.coordinator,
        "state": CaseState.CLOSED if resident.is_closed else random.choice(STATES),
        "opened_at": resident.opened_at,
        "first_visit_due_at": resident.opened_at + timedelta(hours=72),
        "next_contact_on": None if resident.is_closed else made.today + timedelta(days=random.randrange(-5, 30)),
        "closed_at": made.now if resident.is_closed else None,
        "closure_reason": ClosureReason.GOAL_MET if resident.is_closed else None,
    }


def _pairing(resident: Resident, made: Consortium) -> Row:
    return {
        "household_id": resident.household,
        "coordinator_id": resident.coordinator,
        "case_id": resident.case,
        "was_suggested": True,
        "started_at": resident.opened_at,
        "ended_at": made.now if resident.is_closed else None,
    }
