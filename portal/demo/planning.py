"""The plan of the year: the nineteen tasks that the portal ships, filled in, and how far each was by quarter."""

from dataclasses import replace
from datetime import datetime, time
from functools import partial
from uuid import UUID

from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db
from portal.monitoring.workplan.actions import (
    ProgressTold,
    begin_plan,
    draw_plan,
    write_progress,
)
from portal.monitoring.workplan.beginnings import shipped_tasks
from portal.monitoring.workplan.models import WorkPlan
from portal.monitoring.workplan.rules import light_of, quarters_past
from portal.monitoring.workplan.states import Light

DRAWN, BEGUN, WRITTEN = -80, -78, -20
MORNING = time(10, 40)
UNTOLD = {
    1: "시작이 늦어 목표보다 적음",
    2: "사람을 더 붙였으나 아직 모자람",
    3: "목표보다 적어 4분기에 두 번 더 나감",
    4: "목표를 채우지 못해 내년으로 넘김",
}


class Said(Told):
    quarter: int
    light: Light
    words: str


class WorkTaskOfYear(Told):
    owner: str
    target: int
    done: tuple[int, ...] = ()
    told: tuple[Said, ...] = ()


def plan_work(world: World) -> None:
    world.at(world.moment(DRAWN, MORNING), partial(_draw, world))


def _draw(world: World, now: datetime) -> None:
    office = world.actors["office"]
    tasks = [WorkTaskOfYear(**told) for told in read_data("workplan.toml")["tasks"]]
    year = world.today.year
    filled_in = [
        replace(shipped, owner=task.owner, target=task.target)
        for shipped, task in zip(shipped_tasks(), tasks, strict=True)
    ]
    plan = draw_plan(year, f"{year}년 과제 계획", tasks=filled_in, actor=office, now=now)
    world.at(world.moment(BEGUN, MORNING), partial(_begin, world, plan.id))
    world.at(world.moment(WRITTEN, MORNING), partial(_write, world, plan.id, tasks))


def _begin(world: World, plan_id: UUID, now: datetime) -> None:
    begin_plan(db.session.get_one(WorkPlan, plan_id), actor=world.actors["office"], now=now)


def _write(world: World, plan_id: UUID, tasks: list[WorkTaskOfYear], now: datetime) -> None:
    """Of the quarters that have passed; of what the portal counts only what was said."""
    plan = db.session.get_one(WorkPlan, plan_id)
    past = quarters_past(plan.year, world.today)
    for task, told in zip(plan.tasks, tasks, strict=True):
        said = {each.quarter: each for each in told.told}
        for quarter in range(1, past + 1):
            one, done = said.get(quarter), told.done[quarter - 1] if told.done else None
            if one is None and done is None:
                continue
            light = one.light if one else light_of(sum(told.done[:quarter]), told.target, quarter)
            words = one.words if one else ("" if light is Light.GREEN else UNTOLD[quarter])
            write_progress(task, quarter, ProgressTold(done, light, words), actor=world.actors["office"], now=now)
