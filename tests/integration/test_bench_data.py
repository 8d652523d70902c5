"""What the measurements stand on can be written into the tables as they are now."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.data import Consortium, add_consortium, add_households
from benchmarks.data.charges import add_charges
from benchmarks.data.meetings import add_closed_meeting
from benchmarks.data.plans import add_lines
from portal.benefits.ledger.models import Charge
from portal.coordinators.caseload.models import CareCase
from tests.factories.consortium import NOW

HOUSEHOLDS = 20


def make_consortium(session: Session) -> Consortium:
    made = add_consortium(session.connection(), NOW)
    add_households(session.connection(), made, HOUSEHOLDS)
    return made


def test_households_with_plans_are_written(session: Session) -> None:
    made = make_consortium(session)
    lines = add_lines(session.connection(), made, made.services[0], 3)
    assert len(lines) == 3
    assert session.scalar(select(func.count()).select_from(CareCase)) == HOUSEHOLDS


def test_a_month_of_visits_and_a_meeting_are_written(session: Session) -> None:
    made = make_consortium(session)
    add_charges(session.connection(), made, 10, members=2)
    add_closed_meeting(session.connection(), made.office, NOW)
    assert session.scalar(select(func.count()).select_from(Charge)) == 10
