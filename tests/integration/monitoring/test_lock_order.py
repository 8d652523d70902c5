"""Whatever comes to an alert locks in one order, turn, watch, household, alert, so that no two wait for each other."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.extensions import db
from portal.monitoring.alerts.actions import Tried, ask_to_look, see_to_alert
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertLevel, AttemptMeans, AttemptResult
from portal.monitoring.teams.models import Assignment
from portal.monitoring.teams.states import Found
from tests.factories.calls import say
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_office, make_paired
from tests.factories.devices import make_device
from tests.factories.teams import make_assignment, make_report
from tests.locking import locks

pytestmark = pytest.mark.on_postgresql

IN_ORDER = ("call_turn", "watch", "household", "alert")


@pytest.fixture
def assignment(session: Session) -> Assignment:
    """Of a neighbour, for a home with a device, whose alert somebody asked for."""
    case = make_paired()
    make_device(case)
    ask_to_look(case.household_id, "문이 열려 있음", level=AlertLevel.CAUTION, actor=OFFICE, now=NOW)
    return make_assignment(case=case)


def met(assignment: Assignment) -> None:
    make_report(assignment, Found.WELL)


def need(assignment: Assignment) -> None:
    make_report(assignment, Found.NEEDS_HELP, "손을 떠심")


def emergency(assignment: Assignment) -> None:
    say(assignment.household_id, CallResult.EMERGENCY, make_office().actor)


def attempt(_assignment: Assignment) -> None:
    (alert,) = db.session.scalars(select(Alert)).all()
    spoke = Tried(AttemptMeans.CALL, AttemptResult.SPOKE)
    see_to_alert(alert, spoke, actor=make_office().actor, now=NOW)


def close(assignment: Assignment) -> None:
    case = db.session.scalars(select(CareCase).where(CareCase.household_id == assignment.household_id)).one()
    coordinator = db.session.get_one(User, case.coordinator_id)
    close_household_case(case, ClosureReason.GOAL_MET, "마침", actor=coordinator.actor, now=NOW)


@pytest.mark.parametrize("act", [met, need, emergency, attempt, close])
def test_is_one_whoever_acts(session: Session, assignment: Assignment, act: Callable[[Assignment], None]) -> None:
    session.flush()
    with locks(*IN_ORDER) as found:
        act(assignment)
    assert found[-1] == "alert", found
    assert found == [table for table in IN_ORDER if table in found]
