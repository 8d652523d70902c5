"""What the measurements stand on can be written into the tables as they are now."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.data import Consortium, add_consortium, add_households
from benchmarks.data.charges import add_charges
from benchmarks.data.duties import add_duties
from benchmarks.data.meetings import add_closed_meeting
from benchmarks.data.plans import add_lines
from portal.benefits.ledger.models import Charge
from portal.coordinators.caseload.models import CareCase
from portal.monitoring.duties.models import CareDuty
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


def test_what_is_due_to_each_household_is_written(session: Session) -> None:
    add_duties(session.connection(), make_consortium(session))
    is_open = CareDuty.ended_at.is_(None)
    assert session.scalar(select(func.count()).select_from(CareDuty).where(is_open)) == HOUSEHOLDS * 9 // 10


def test_a_month_of_visits_and_a_meeting_are_written(session: Session) -> None:
    made = make_consortium(session)
    add_charges(session.connection(), made, 10, members=2)
    add_closed_meeting(session.connection(), made.office, NOW)
    assert session.scalar(select(func.count()).select_from(Charge)) == 10
