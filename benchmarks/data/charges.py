"""Visits of a month as the ledger keeps them, spread over co-operatives, services and people."""

from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import Connection, insert, select

from benchmarks.data.consortium import Consortium
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.rules import split
from portal.benefits.ledger.states import ChargeOutcome, ChargeState
from portal.consortium.catalogue.models import Service, ServicePrice
from portal.consortium.members.models import Organisation
from portal.consortium.members.states import LegalKind
from portal.core.clock import at
from portal.core.ids import new_id
from portal.core.registration import check_digit
from portal.residents.households.models import Person

MONTH = date(2026, 10, 1)
DAYS = 31
AT_ONCE = 5_000
OWN_PERCENT = 30


def add_charges(connection: Connection, made: Consortium, count: int, *, members: int) -> None:
    """`count` visits that took place, each of two units."""
    organisations = _members(connection, made, members)
    services = connection.execute(
        select(Service.id, Service.unit, ServicePrice.amount).join(ServicePrice).order_by(Service.id)
    ).all()
    people = connection.scalars(select(Person.id).order_by(Person.id).limit(1_000)).all()
    rows = []
    for number in range(count):
        service_id, unit, price = services[number % len(services)]
        day = MONTH + timedelta(days=number % DAYS)
        starts_at = at(day, time(9 + number % 8))
        own, support = split(2 * price, OWN_PERCENT)
        rows.append(
            {
                "id": new_id(),
                "visit_id": new_id(),
                "person_id": people[number % len(people)],
                "organisation_id": organisations[number % members],
                "service_id": service_id,
                "service_on": day,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=2),
                "unit": unit,
                "unit_price": price,
                "quantity": 2,
                "due_percent": 100,
                "own_percent": OWN_PERCENT,
                "amount": 2 * price,
                "own_share": own,
                "support": support,
                "state": ChargeState.COMMITTED,
                "outcome": ChargeOutcome.DONE,
                "reason": "",
                "booked_at": starts_at - timedelta(days=7),
                "settled_at": starts_at + timedelta(hours=2),
            }
        )
    for start in range(0, count, AT_ONCE):
        connection.execute(insert(Charge), rows[start : start + AT_ONCE])


def _members(connection: Connection, made: Consortium, count: int) -> list[UUID]:
    """So many co-operatives beside those of the consortium."""
    ids = [new_id() for _ in range(count)]
    rows = [
        {
            "id": ids[number],
            "code": f"settled-{number}",
            "name": f"정산 협동조합 {number:02d}",
            "short_name": f"정산 {number:02d}",
            "is_lead": False,
            "legal_kind": LegalKind.COOPERATIVE,
            "status_number": "",
            "status_authority": "",
            "registration_number": f"77788{number:04d}{check_digit(f'77788{number:04d}')}",
            "contact_name": "오세라",
            "phone": "+8223002101",
            "email": f"settled-{number}@example.kr",
            "address": "",
            "introduction": "",
            "joined_on": made.today,
            "entered_at": made.now,
        }
        for number in range(count)
    ]
    connection.execute(insert(Organisation), rows)
    return ids
