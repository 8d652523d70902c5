"""The main pages of the portal, each with somebody who opens it."""

from uuid import UUID

from sqlalchemy import select

from benchmarks.ground import Database
from portal.coordinators.caseload.models import CareCase
from portal.residents.households.models import Person

EVERYBODY = ("/", "/services", "/services/service-0", "/apply", "/worry", "/status", "/sign-in", "/help")
OFFICE = ("/inbox", "/households", "/members", "/catalogue", "/meetings", "/manuals", "/audit", "/staff")
COORDINATOR = ("/today", "/households", "/referrals", "/visits", "/meetings", "/manuals")
RESIDENT = ("/my",)


def main_pages(database: Database) -> list[tuple[UUID | None, str]]:
    """(who, path); nobody is signed in where there is no one."""
    with database.engine.connect() as connection:
        case = connection.execute(
            select(CareCase.household_id, CareCase.coordinator_id, Person.user_id)
            .join(Person, Person.household_id == CareCase.household_id)
            .order_by(CareCase.number)
            .limit(1)
        ).one()
    return [
        *((None, path) for path in EVERYBODY),
        *((database.made.office, path) for path in OFFICE),
        *((case.coordinator_id, path) for path in (*COORDINATOR, f"/households/{case.household_id}")),
        *((case.user_id, path) for path in RESIDENT),
    ]
