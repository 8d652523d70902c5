"""Draws the plan of a year, writes its tasks and how far they are, begins and closes it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.audit import actions as audit
from portal.audit.steps import take
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.monitoring.workplan.counting import count
from portal.monitoring.workplan.models import WorkPlan, WorkProgress, WorkTask
from portal.monitoring.workplan.queries import progress_of, unfilled
from portal.monitoring.workplan.rules import QUARTERS, refuse_light, refuse_quarter, refuse_unfilled
from portal.monitoring.workplan.states import WORK_PLAN_STATES, CountedBy, Light, WorkPlanState, WorkPlanVerb

SUBJECT = "work_plan"


@dataclass(frozen=True, slots=True)
class TaskTold:
    """What somebody writes of a task; without owner and target it was shipped and is still to be filled in."""

    number: int
    area: str
    title: str
    owner: str
    partners: str
    target: int | None
    unit: str
    counted_by: CountedBy


@dataclass(frozen=True, slots=True)
class ProgressTold:
    """How far a task is in a quarter; `done` is nothing where the portal counts."""

    done: int | None
    light: Light
    words: str = ""


def told_of(plan: WorkPlan | None) -> Sequence[TaskTold]:
    """What its tasks say, for another year."""
    tasks = plan.tasks if plan else ()
    return [TaskTold(**{name: getattr(task, name) for name in TaskTold.__slots__}) for task in tasks]


def draw_plan(year: int, title: str, *, tasks: Iterable[TaskTold] = (), actor: Actor, now: datetime) -> WorkPlan:
    """Begin the plan of a year, with some tasks; who does them and how much may be left open until it begins."""
    actor.require(Permission.WORK_PLAN_MANAGE)
    plan = WorkPlan(year=year, title=title)
    db.session.add(plan)
    take(WORK_PLAN_STATES, plan, WorkPlanVerb.DRAW, actor=actor, now=now)
    for told in tasks:
        db.session.add(WorkTask(plan_id=plan.id, **asdict(told)))
    db.session.flush()
    return plan


def add_task(plan: WorkPlan, told: TaskTold, *, actor: Actor, now: datetime) -> WorkTask:
    _require_writing(plan, actor)
    refuse_unfilled(told.owner, told.target)
    task = WorkTask(plan_id=plan.id, **asdict(told))
    db.session.add(task)
    db.session.flush()
    audit.record("work_task.added", actor=actor, now=now, subject=(SUBJECT, plan.id), number=task.number)
    return task


def change_task(task: WorkTask, told: TaskTold, *, actor: Actor, now: datetime) -> None:
    """While a plan runs the figure goes on to come from where it comes from."""
    _require_writing(task.plan, actor)
    refuse_unfilled(told.owner, told.target)
    if task.plan.state is not WorkPlanState.DRAFT and told.counted_by is not task.counted_by:
        raise DomainError(N_("시작한 계획에서는 세는 방법을 바꿀 수 없습니다."), "counted_by")
    for name, value in asdict(told).items():
        setattr(task, name, value)
    db.session.flush()
    audit.record("work_task.changed", actor=actor, now=now, subject=(SUBJECT, task.plan_id), number=task.number)


def remove_task(task: WorkTask, *, actor: Actor, now: datetime) -> None:
    """From a draft alone: what the consortium began to do stays to be seen."""
    _require_writing(task.plan, actor)
    if task.plan.state is not WorkPlanState.DRAFT:
        raise Conflict(N_("시작한 계획의 과제는 뺄 수 없습니다. 진행에 까닭을 적어 주십시오."))
    audit.record("work_task.removed", actor=actor, now=now, subject=(SUBJECT, task.plan_id), number=task.number)
    db.session.delete(task)
    db.session.flush()


def begin_plan(plan: WorkPlan, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.WORK_PLAN_MANAGE)
    if not plan.tasks:
        raise Conflict(N_("과제가 하나도 없습니다. 과제를 먼저 적어 주십시오."))
    if left := unfilled(plan):
        numbers = ", ".join(str(task.number) for task in left)
        raise Conflict(N_("담당이나 목표를 적지 않은 과제가 있습니다: %(numbers)s번"), numbers=numbers)
    take(WORK_PLAN_STATES, plan, WorkPlanVerb.BEGIN, actor=actor, now=now)
    plan.begun_at = now
    db.session.flush()


def write_progress(task: WorkTask, quarter: int, told: ProgressTold, *, actor: Actor, now: datetime) -> WorkProgress:
    """How far the task is in a quarter that has begun; written again, it is what was written last."""
    actor.require(Permission.WORK_PLAN_MANAGE)
    if task.plan.state is not WorkPlanState.RUNNING:
        raise Conflict(N_("하는 중인 계획의 진행만 적을 수 있습니다."))
    refuse_quarter(task.plan.year, quarter, day_of(now))
    refuse_light(told.light, told.words)
    refuse_resident_number(told.words)
    if task.counted_by is CountedBy.HAND and told.done is None:
        raise DomainError(N_("이 분기에 한 수를 적어 주십시오."), "done")
    progress = progress_of(task, quarter)
    if progress is None:
        progress = WorkProgress(task=task, quarter=quarter)
        db.session.add(progress)
    progress.done = told.done if task.counted_by is CountedBy.HAND else None
    progress.light, progress.words = told.light, told.words
    progress.at, progress.by_id, progress.by_name = now, actor.user_id, actor.name
    db.session.flush()
    audit.record(
        "work_task.recorded", actor=actor, now=now, subject=(SUBJECT, task.plan_id), number=task.number, quarter=quarter
    )
    return progress


def close_plan(plan: WorkPlan, *, actor: Actor, now: datetime) -> None:
    """From then on the figures are what they are on this day, also those that the portal counted."""
    actor.require(Permission.WORK_PLAN_MANAGE)
    for task in plan.tasks:
        if task.counted_by is not CountedBy.HAND and plan.state is WorkPlanState.RUNNING:
            _keep_counted(task, now)
    db.session.flush()
    take(WORK_PLAN_STATES, plan, WorkPlanVerb.CLOSE, actor=actor, now=now)
    plan.closed_at = now
    db.session.flush()


def _keep_counted(task: WorkTask, now: datetime) -> None:
    counted = count(task.counted_by, task.plan.year)
    task.year_done = counted.year
    for quarter in QUARTERS:
        progress = progress_of(task, quarter)
        if progress is None:
            progress = WorkProgress(task=task, quarter=quarter, light=Light.UNANSWERED, at=now)
            db.session.add(progress)
        progress.done = counted.quarters[quarter - 1]


def _require_writing(plan: WorkPlan, actor: Actor) -> None:
    actor.require(Permission.WORK_PLAN_MANAGE)
    if plan.state is WorkPlanState.CLOSED:
        raise Conflict(N_("마친 계획은 고칠 수 없습니다."))
