"""Whatever comes to an alert locks in one order, turn, watch, household, alert, so that no two wait for each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
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
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.tasks import tell_of_deadlines
from portal.monitoring.teams.models import Assignment
from portal.monitoring.teams.states import Found
from tests.factories.calls import say
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_office, make_paired
from tests.factories.devices import make_device, make_supplier, take, told
from tests.factories.duties import make_duty
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


def test_a_delivery_with_a_call_for_help_takes_all_its_homes_before_the_first(session: Session) -> None:
    """Or else it held one of a sign, and waited for one before it that the sweep held."""
    supplier = make_supplier()
    called, heard = sorted((make_device(supplier=supplier) for _ in range(2)), key=lambda each: each.household_id)
    session.flush()
    locked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "FROM watch" in statement and "FOR UPDATE" in statement:
            locked.append(str(parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        take(supplier, told(heard, NOW), told(called, NOW, "help"), now=NOW)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert [str(each.household_id) in locked[0] for each in (called, heard)] == [True, True], locked


def test_a_deadline_that_the_sweep_is_just_changing_is_told_at_the_next_look(session: Session) -> None:
    """Or else both held what the other one was to change."""
    make_office()
    late = [make_duty(due_at=NOW - timedelta(hours=hours)) for hours in (5, 6)]
    session.commit()
    with db.engine.connect() as sweeping:
        sweeping.execute(select(CareDuty.id).where(CareDuty.id == late[0].id).with_for_update())
        tell_of_deadlines(NOW)
    assert [duty.told_at for duty in late] == [None, NOW]
