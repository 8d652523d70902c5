"""Gives somebody a visit or another task about a worry, and keeps what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.audit.steps import lock, take
from portal.core import clock
from portal.core.actors import Actor
from portal.core.dongs import dong
from portal.core.errors import Conflict, DomainError
from portal.core.keeping import Retention, over_before
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import is_overdue
from portal.db.expiring import Expiring
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.models import Worry, WorryTask
from portal.monitoring.worries.states import (
    UNWRITTEN,
    WORRY_STATES,
    WORRY_TASK_STATES,
    WorryTaskKind,
    WorryTaskVerb,
    WorryVerb,
)
from portal.notifications.actions import About

SUBJECT = "worry_task"
GIVEN = N_("걱정 소식으로 맡으신 일이 있습니다: %(dong)s")


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody is to do, and by when."""

    kind: WorryTaskKind
    user_id: UUID
    due_on: date
    what: str = ""


def give_task(worry: Worry, given: Given, *, actor: Actor, now: datetime) -> WorryTask:
    """Whoever is to do it hears of it; until they did, the worry stands as it stood. One that is over needs none."""
    actor.require(Permission.WORRY_HANDLE)
    lock(worry)
    if not WORRY_STATES.allows(worry.state, WorryVerb.END):
        raise Conflict(N_("이미 마친 소식입니다. 다시 살펴보시려면 먼저 소식을 다시 열어 주십시오."))
    user = next((each for each in those_who_may() if each.id == given.user_id), None)
    if user is None:
        raise DomainError(N_("맡을 분을 골라 주십시오."), "user")
    if is_overdue(given.due_on, now):
        raise DomainError(N_("지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오."), "due_on")
    if given.kind is WorryTaskKind.TASK and not given.what:
        raise DomainError(N_("무엇을 할지 적어 주십시오."), "what")
    task = WorryTask(
        worry_id=worry.id, kind=given.kind, what=given.what, user_id=user.id, due_on=given.due_on, set_at=now
    )
    db.session.add(task)
    take(WORRY_TASK_STATES, task, WorryTaskVerb.SET, actor=actor, now=now)
    db.session.flush()
    tell_of_task(task, now=now)
    return task


def tell_of_task(task: WorryTask, *, now: datetime) -> None:
    """Whoever is to do it hears which dong it is about, and nothing of what was told."""
    words = GIVEN % {"dong": dong(task.worry.dong_code).short_name}
    tell_staff([task.user], News(Matter.WORRY, About(SUBJECT, task.id), words, f"/worries/{task.worry_id}"), now=now)


def those_who_may() -> list[User]:
    return users_who_may(Permission.WORRY_HANDLE)


def finish_task(task: WorryTask, result: str, *, actor: Actor, now: datetime) -> WorryTask:
    """A visit that was made is a look into the worry, of which nothing had been written.

    While its person is looked for by an alert, what came of the worry waits for the end of that.
    """
    _end(task, WorryTaskVerb.FINISH, result, actor, now)
    worry = task.worry
    if task.kind is WorryTaskKind.VISIT and worry.state in UNWRITTEN and not worry.is_looked_for:
        handle_worry(worry, WorryVerb.LOOK_INTO, result, actor=actor, now=now)
    return task


def miss_task(task: WorryTask, result: str, *, actor: Actor, now: datetime) -> WorryTask:
    """Nobody was met, which says nothing of how they are: the worry stands as it stood."""
    return _end(task, WorryTaskVerb.MISS, result, actor, now)


def call_task_off(task: WorryTask, result: str, *, actor: Actor, now: datetime) -> WorryTask:
    return _end(task, WorryTaskVerb.CALL_OFF, result, actor, now)


def _end(task: WorryTask, verb: WorryTaskVerb, result: str, actor: Actor, now: datetime) -> WorryTask:
    actor.require(Permission.WORRY_HANDLE)
    if not result:
        raise DomainError(N_("어떻게 되었는지 적어 주십시오."), "result")
    take(WORRY_TASK_STATES, task, verb, actor=actor, now=now)
    task.result, task.ended_at = result, now
    db.session.flush()
    return task


def _is_over(now: datetime) -> ColumnElement[bool]:
    """With the words of its worry."""
    handled = select(Worry.id).where(Worry.handled_at < over_before(Retention.WORRY, clock.day_of(now)))
    return WorryTask.worry_id.in_(handled)


TASKS = Expiring(WorryTask, _is_over, WORRY_TASK_STATES)
