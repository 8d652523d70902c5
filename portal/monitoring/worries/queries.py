"""Reads of reported worries."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.keys import keyed_digest, same
from portal.audit.models import Step
from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.numbers import Numbered
from portal.db.paged import page_of
from portal.db.plain import plain, plain_all
from portal.extensions import db
from portal.monitoring.worries.models import Worry, WorryTask
from portal.monitoring.worries.states import UNWRITTEN, WORRY_STATES, WorryState, WorryTaskState, WorryVerb
from portal.residents.applications.models import Application

OPEN = (*UNWRITTEN, WorryState.LOOKED_INTO)
PAGE_SIZE = 30
WORRIES = Numbered("worry", Worry.number, Worry.id)


def worries(number: int, *, viewer: Actor, only_open: bool = True) -> Page[Worry]:
    """Reported worries, the ones still to be looked into first, then newest first."""
    viewer.require(Permission.WORRY_HANDLE)
    chosen = select(Worry).where(Worry.state.in_(OPEN)) if only_open else select(Worry)
    rows = chosen.order_by(Worry.state != WorryState.REPORTED, Worry.reported_at.desc(), Worry.id)
    return page_of(db.session, rows, number, PAGE_SIZE)


def get_worry(worry_id: UUID, *, viewer: Actor) -> Worry:
    viewer.require(Permission.WORRY_HANDLE)
    worry = db.session.get(Worry, worry_id)
    if worry is None:
        raise NotFound
    return worry


def to_be_asked() -> ColumnElement[bool]:
    """SQL on `Worry`: nobody looked into it yet, and whoever told of it said that we may ask, and was not asked since.

    Taken up again, they are asked once more, unless they wanted no more calls.
    """
    asked = (Step.verb == plain(WorryVerb.ASK_BACK)) & (Step.at >= Worry.since_at)
    no_more = exists().where(
        Step.thing_id == Worry.id,
        Step.kind == WORRY_STATES.kind,
        asked | (Step.verb == plain(WorryVerb.STOP_ASKING)),
    )
    return and_(Worry.state == plain(WorryState.REPORTED), Worry.may_ask, ~no_more)


def is_to_be_asked(worry: Worry) -> bool:
    return db.session.scalar(select(Worry.id).where(Worry.id == worry.id, to_be_asked())) is not None


def tasks_of(worry: Worry) -> list[WorryTask]:
    """What somebody is to do about it, what is open first."""
    given = select(WorryTask).where(WorryTask.worry_id == worry.id).options(joinedload(WorryTask.user))
    given = given.order_by(WorryTask.state != WorryTaskState.OPEN, WorryTask.due_on, WorryTask.id)
    return list(db.session.scalars(given))


def get_task(worry_id: UUID, task_id: UUID, *, viewer: Actor) -> WorryTask:
    viewer.require(Permission.WORRY_HANDLE)
    task = db.session.get(WorryTask, task_id)
    if task is None or task.worry_id != worry_id:
        raise NotFound
    return task


def digest_of(number: str, code: str) -> str:
    """What is kept of a reporter's code."""
    return keyed_digest("worry code", number, code)


def find_worry(worry_id: UUID) -> Worry | None:
    """For whoever has shown its code; nobody is logged, as the reporter stays unnamed."""
    return db.session.get(Worry, worry_id)


def worry_by_code(number: str, code: str) -> Worry | None:
    """The report of this number, for whoever has its code."""
    worry = db.session.scalars(select(Worry).where(Worry.number == number)).one_or_none()
    return worry if worry is not None and same(worry.code_digest, digest_of(number, code)) else None


def application_of(number: str) -> Application | None:
    return db.session.scalars(select(Application).where(Application.number == number)).one_or_none()


def worry_behind(application_id: UUID, *, viewer: Actor) -> Worry | None:
    """The report that led to an application, for whoever may read reports."""
    if not viewer.can(Permission.WORRY_HANDLE):
        return None
    behind = select(Worry).where(Worry.application_id == application_id).order_by(Worry.reported_at, Worry.id)
    return db.session.scalars(behind.limit(1)).first()


TO_LOOK_INTO = select(func.count()).where(Worry.state.in_(plain_all(OPEN)))
"""How many reports are not over yet; in the menu, so on every page of the staff."""


def open_worries(limit: int) -> list[Worry]:
    """What is not over yet, the oldest first."""
    found = select(Worry).where(Worry.state.in_(OPEN))
    return list(db.session.scalars(found.order_by(Worry.reported_at, Worry.id).limit(limit)))


def has_open_task(worry: Worry) -> bool:
    given = select(WorryTask.id).where(WorryTask.worry_id == worry.id, WorryTask.state == WorryTaskState.OPEN)
    return db.session.scalar(given.limit(1)) is not None


def traces() -> Iterator[Trace]:
    """What those are known by who told of a worry."""
    for reporter in db.session.execute(select(Worry.reporter_name, Worry.reporter_phone).distinct()):
        yield Trace(None, *reporter)
