"""With which tasks the plan of a new year begins: none, those of the newest plan, or a list that the portal ships."""

import tomllib
from collections.abc import Sequence
from importlib import resources

from portal.monitoring.workplan.actions import TaskTold, told_of
from portal.monitoring.workplan.models import WorkPlan
from portal.monitoring.workplan.states import Beginning, CountedBy


def tasks_of(beginning: Beginning, newest: WorkPlan | None = None) -> Sequence[TaskTold]:
    """`newest` is asked where one begins with the newest plan."""
    if beginning is Beginning.EMPTY:
        return ()
    return told_of(newest) if beginning is Beginning.NEWEST else shipped_tasks()


def shipped_tasks() -> Sequence[TaskTold]:
    """Nineteen tasks in four areas; who does them and how much, each consortium says itself."""
    source = resources.files("portal.monitoring.workplan").joinpath("data", "gwanak.toml")
    told = tomllib.loads(source.read_text(encoding="utf-8"))["tasks"]
    return [_task(number, **each) for number, each in enumerate(told, 1)]


def _task(number: int, *, area: str, title: str, unit: str, partners: str = "", counted_by: str = "hand") -> TaskTold:
    return TaskTold(number, area, title, "", partners, None, unit, CountedBy(counted_by))
