"""Reads of plans of tasks, and how each task stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.workplan.counting import Count, count
from portal.monitoring.workplan.models import WorkPlan, WorkProgress, WorkTask
from portal.monitoring.workplan.rules import QUARTERS, light_of, percent, quarters_past
from portal.monitoring.workplan.states import CountedBy, Light


@dataclass(frozen=True, slots=True)
class QuarterStanding:
    """`done` is None where nobody wrote anything."""

    quarter: int
    done: int | None
    light: Light
    words: str


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """How far a task is: by quarter, altogether, and how well it goes.

    What somebody wrote of the last whole quarter or of one after it counts before the figure, the newest first; what
    was written earlier says nothing of the quarters since. Without a target there is nothing to reach.
    """

    task: WorkTask
    quarters: tuple[QuarterStanding, ...]
    done: int
    percent: int | None
    light: Light


@dataclass(frozen=True, slots=True)
class AreaStanding:
    area: str
    tasks: tuple[TaskStanding, ...]


def work_plans(viewer: Actor) -> Sequence[WorkPlan]:
    """All years, the newest first."""
    viewer.require(Permission.WORK_PLAN_READ)
    return db.session.scalars(select(WorkPlan).order_by(WorkPlan.year.desc())).all()


def get_work_plan(plan_id: UUID, *, viewer: Actor) -> WorkPlan:
    viewer.require(Permission.WORK_PLAN_READ)
    whole = selectinload(WorkPlan.tasks).selectinload(WorkTask.progress)
    found = db.session.scalar(select(WorkPlan).where(WorkPlan.id == plan_id).options(whole))
    if found is None:
        raise NotFound
    return found


def get_work_task(task_id: UUID, *, viewer: Actor) -> WorkTask:
    viewer.require(Permission.WORK_PLAN_READ)
    whole = (joinedload(WorkTask.plan), selectinload(WorkTask.progress))
    found = db.session.scalar(select(WorkTask).where(WorkTask.id == task_id).options(*whole))
    if found is None:
        raise NotFound
    return found


def progress_of(task: WorkTask, quarter: int) -> WorkProgress | None:
    return next((each for each in task.progress if each.quarter == quarter), None)


def unfilled(plan: WorkPlan) -> list[WorkTask]:
    """The tasks of which nobody says yet who does them or how much, in their order."""
    return [task for task in plan.tasks if not task.owner or task.target is None]


def measured_on(plan: WorkPlan, today: date) -> date:
    """By which day a plan is measured: today's, of a closed one the day on which it was closed."""
    return day_of(plan.closed_at) if plan.closed_at else today


def standing(plan: WorkPlan, today: date) -> tuple[AreaStanding, ...]:
    """The tasks in the order of their numbers, under their areas, which come as their first task does."""
    past = quarters_past(plan.year, measured_on(plan, today))
    counts: dict[CountedBy, Count] = {}
    if plan.closed_at is None:
        counts = {by: count(by, plan.year) for by in {task.counted_by for task in plan.tasks} - {CountedBy.HAND}}
    stand = [_stand(task, counts.get(task.counted_by), past) for task in plan.tasks]
    areas: dict[str, list[TaskStanding]] = {}
    for each in stand:
        areas.setdefault(each.task.area, []).append(each)
    return tuple(AreaStanding(area, tuple(tasks)) for area, tasks in areas.items())


def _stand(task: WorkTask, counted: Count | None, past: int) -> TaskStanding:
    quarters = tuple(_quarters(task, counted))
    if counted is not None:
        done = counted.year
    elif task.year_done is not None:
        done = task.year_done
    else:
        done = sum(each.done or 0 for each in quarters)
    lately = (each.light for each in reversed(quarters) if each.quarter >= past)
    said = next((light for light in lately if light is not Light.UNANSWERED), None)
    if task.target is None:
        return TaskStanding(task, quarters, done, None, said or Light.UNANSWERED)
    return TaskStanding(task, quarters, done, percent(done, task.target), said or light_of(done, task.target, past))


def _quarters(task: WorkTask, counted: Count | None) -> Iterator[QuarterStanding]:
    for quarter in QUARTERS:
        written = progress_of(task, quarter)
        done = counted.quarters[quarter - 1] if counted else (written.done if written else None)
        light = written.light if written else Light.UNANSWERED
        yield QuarterStanding(quarter, done, light, written.words if written else "")
