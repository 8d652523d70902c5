"""What the measurements stand on can be written into the tables as they are now."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks import strangers
from benchmarks.data import Consortium, add_consortium, add_households
from benchmarks.data.charges import add_charges
from benchmarks.data.duties import add_duties
from benchmarks.data.meetings import add_closed_meeting
from benchmarks.data.plans import add_lines
from portal.accounts.models import User
from portal.benefits.ledger.models import Charge
from portal.coordinators.caseload.models import CareCase
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.worries.models import Worry
from portal.residents.applications.models import Application
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


def test_whoever_is_known_at_each_door_is_written(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "WARM_UP", 0)
    monkeypatch.setattr(strangers, "SAMPLES", 1)
    for door in strangers.DOORS:
        door.people()
        session.flush()
        known = [session.scalar(select(func.count()).select_from(model)) for model in (User, Application, Worry)]
        assert any(known), door.name
        session.rollback()
