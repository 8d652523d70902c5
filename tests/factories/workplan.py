"""Plans of tasks."""

from typing import Any

from portal.accounts.models import User
from portal.monitoring.workplan.actions import TaskTold, add_task, begin_plan, draw_plan
from portal.monitoring.workplan.models import WorkPlan, WorkTask
from portal.monitoring.workplan.states import CountedBy
from tests.factories.consortium import NOW


def make_task_told(number: int = 1, **values: Any) -> TaskTold:
    """One of the first area, written by hand, with a target of 100."""
    given: dict[str, Any] = {
        "number": number,
        "area": "찾기",
        "title": f"과제 {number}",
        "owner": "사무국",
        "partners": "",
        "target": 100,
        "unit": "건",
        "counted_by": CountedBy.HAND,
    }
    return TaskTold(**(given | values))


def make_work_plan(office: User, *, year: int = 2026, running: bool = True, **values: Any) -> WorkPlan:
    """With one task."""
    plan = draw_plan(year, f"{year}년 과제 계획", actor=office.actor, now=NOW)
    add_task(plan, make_task_told(**values), actor=office.actor, now=NOW)
    if running:
        begin_plan(plan, actor=office.actor, now=NOW)
    return plan


def make_work_task(office: User, **values: Any) -> WorkTask:
    return make_work_plan(office, **values).tasks[0]
