"""Reads of workers, and what the gate asks of them, each list ordered, bounded and scoped by its viewer."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import SLOT_DAY
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import is_member
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.keeping import Retention, ended_before
from portal.core.paging import Page
from portal.db.paged import page_of
from portal.extensions import current_settings, db
from portal.workforce.workers.models import Worker, WorkerCheck, WorkerService
from portal.workforce.workers.rules import holds_until
from portal.workforce.workers.scope import workers_in_scope
from portal.workforce.workers.states import CheckKind

PAGE_SIZE = 50
_WHOLE = (selectinload(Worker.services), selectinload(Worker.checks))


def get_worker(worker_id: UUID, *, viewer: Actor) -> Worker:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    query = select(Worker).where(Worker.id == worker_id, workers_in_scope(viewer))
    worker = db.session.scalar(query.options(joinedload(Worker.organisation), *_WHOLE))
    if worker is None:
        raise NotFound
    return worker


def get_check(check_id: UUID, *, viewer: Actor) -> WorkerCheck:
    """Raises `NotFound` for one of a worker who is out of the viewer's scope."""
    check = db.session.get(WorkerCheck, check_id)
    if check is None:
        raise NotFound
    get_worker(check.worker_id, viewer=viewer)
    return check


def workers_for(
    viewer: Actor, *, day: date, organisation_id: UUID | None = None, left: bool = False, page: int = 1
) -> Page[Worker]:
    """Those who work or will work on `day`, or with `left` those who do no longer, by member and name."""
    has_left = Worker.ends_on < day
    query = select(Worker).join(Worker.organisation).where(workers_in_scope(viewer))
    query = query.where(has_left if left else or_(Worker.ends_on.is_(None), not_(has_left)))
    if organisation_id is not None:
        query = query.where(Worker.organisation_id == organisation_id)
    rows = query.order_by(Organisation.name, Worker.name, Worker.id)
    return page_of(db.session, rows.options(contains_eager(Worker.organisation), *_WHOLE), page, PAGE_SIZE)


def workers_on(organisation_id: UUID, day: date) -> list[Worker]:
    """Whoever works for the member on `day`, by name."""
    worker = select(Worker).where(Worker.organisation_id == organisation_id, _works(Worker, day))
    return list(db.session.scalars(worker.order_by(Worker.name, Worker.id)))


def able_workers(organisation_id: UUID, service_id: UUID, day: date) -> list[Worker]:
    """Those of them who do the service and of whom every check holds on `day`."""
    able = and_(does(Worker, service_id, day), is_checked(Worker, day))
    query = select(Worker).where(Worker.organisation_id == organisation_id, able)
    return list(db.session.scalars(query.order_by(Worker.name, Worker.id)))


def able_at(slots: Sequence[Slot]) -> dict[UUID, set[UUID]]:
    """The ids of the same for each of the times, of its member and on its day, by the id of the slot."""
    able = and_(does(Worker, Slot.service_id, SLOT_DAY), is_checked(Worker, SLOT_DAY))
    query = select(Slot.id, Worker.id).join(Worker, Worker.organisation_id == Slot.organisation_id)
    found: dict[UUID, set[UUID]] = {}
    for slot_id, worker_id in db.session.execute(query.where(Slot.id.in_([slot.id for slot in slots]), able)):
        found.setdefault(slot_id, set()).add(worker_id)
    return found


def unchecked_among(workers: Collection[Worker], day: date) -> set[UUID]:
    """Those of them of whom a check is missing on `day`."""
    asked = select(Worker.id).where(Worker.id.in_([worker.id for worker in workers]), not_(is_checked(Worker, day)))
    return set(db.session.scalars(asked)) if workers else set()


def worker_of(organisation_id: UUID, worker_id: UUID) -> Worker:
    """Raises `NotFound` for somebody of another member."""
    worker = db.session.get(Worker, worker_id)
    if worker is None or worker.organisation_id != organisation_id:
        raise NotFound
    return worker


def _works(worker: type[Worker], day: Any) -> ColumnElement[bool]:
    """SQL: the day is between the first and the last, both included."""
    return and_(worker.starts_on <= day, or_(worker.ends_on.is_(None), worker.ends_on >= day))


def does(worker: type[Worker], service_id: Any, day: Any) -> ColumnElement[bool]:
    """SQL: works on `day`, a date or an expression, and does the service."""
    own = exists().where(WorkerService.worker_id == worker.id, WorkerService.service_id == service_id)
    return and_(_works(worker, day), own.correlate_except(WorkerService))


def is_checked(worker: type[Worker], day: Any) -> ColumnElement[bool]:
    """SQL: a check of every kind holds on `day`, as `rules.missing` says."""
    return _kinds(worker, WorkerCheck.done_on <= day, WorkerCheck.expires_on >= day) == len(CheckKind)


def _kinds(worker: type[Worker], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """SQL: of how many kinds there is a check that was not struck."""
    own = (WorkerCheck.worker_id == worker.id, WorkerCheck.struck_at.is_(None))
    found = select(func.count(func.distinct(WorkerCheck.kind))).where(*own, *conditions)
    return found.correlate_except(WorkerCheck).scalar_subquery()


def checks_ran_out(organisation_id: Any, service_id: Any, day: Any) -> ColumnElement[bool]:
    """SQL: the member once wrote down checks, and on `day` those of nobody who does the service hold.

    Struck checks and those of whoever left count as written down, so that neither takes the stop off again. A member
    that never wrote any is not stopped by what it never said.
    """
    worker, other = aliased(Worker), aliased(Worker)
    written = exists().where(WorkerCheck.worker_id == worker.id, worker.organisation_id == organisation_id)
    once = written.correlate_except(WorkerCheck, worker)
    held = exists().where(
        other.organisation_id == organisation_id, does(other, service_id, day), is_checked(other, day)
    )
    return and_(once, not_(held))


def unattended(slots: Sequence[Slot]) -> set[UUID]:
    """Those of the times to which the member may send nobody, as checks ran out by then."""
    if not slots:
        return set()
    ran_out = checks_ran_out(Slot.organisation_id, Slot.service_id, SLOT_DAY)
    return set(db.session.scalars(select(Slot.id).where(Slot.id.in_([slot.id for slot in slots]), ran_out)))


@dataclass(frozen=True, slots=True)
class Lacking:
    """Workers of a member whose checks are missing, or end before long, and the days on which they do, in order."""

    organisation: Organisation
    missing: Sequence[Worker]
    ending: Sequence[Worker]
    last_days: Sequence[date]

    @property
    def last_day(self) -> date | None:
        """The first of them."""
        return next(iter(self.last_days), None)

    @property
    def count(self) -> int:
        return len(self.missing) + len(self.ending)


def lacking(day: date, *, organisation_ids: Collection[UUID] | None = None) -> list[Lacking]:
    """The members that have such workers, by name."""
    query = select(Worker).join(Worker.organisation).where(_works(Worker, day), is_member(day))
    if organisation_ids is not None:
        query = query.where(Worker.organisation_id.in_(organisation_ids))
    query = query.order_by(Organisation.name, Worker.name, Worker.id)
    by_member: dict[Organisation, list[Worker]] = defaultdict(list)
    for worker in db.session.scalars(query.options(contains_eager(Worker.organisation), selectinload(Worker.checks))):
        by_member[worker.organisation].append(worker)
    found = (_lacking(member, workers, day) for member, workers in by_member.items())
    return [each for each in found if each.count]


def _lacking(member: Organisation, workers: Sequence[Worker], day: date) -> Lacking:
    until = {worker.id: holds_until(worker.checks, day) for worker in workers}
    within = max(current_settings().target.member_warning_days)
    missing = [worker for worker in workers if until[worker.id] is None]
    soon = {key: last for key, last in until.items() if last is not None and (last - day).days <= within}
    return Lacking(member, missing, [worker for worker in workers if worker.id in soon], sorted(set(soon.values())))


def lacking_count(organisation_id: UUID | None, day: Any) -> Select[int]:
    """How many who work for the member on `day` lack a check."""
    mine = (Worker.organisation_id == organisation_id, _works(Worker, day))
    return select(func.count(Worker.id)).where(*mine, not_(is_checked(Worker, day)))


def has_gone(day: date) -> ColumnElement[bool]:
    """SQL on `Worker`: left so long before `day`, or the member did, that nobody need know who it was."""
    last = ended_before(Retention.WORKER, day)
    return or_(
        Worker.ends_on <= last, Worker.organisation_id.in_(select(Organisation.id).where(Organisation.left_on <= last))
    )


def kept_photos() -> dict[str, UUID]:
    """The names in the photo store that some worker still needs, each with the worker's id."""
    found = select(Worker.photo_name, Worker.id).where(Worker.photo_name.is_not(None))
    return {row.photo_name: row.id for row in db.session.execute(found)}


def traces() -> Iterator[Trace]:
    """What workers are called."""
    for names in db.session.execute(select(Worker.name, Worker.door_name)):
        for name in dict.fromkeys(names):
            yield Trace(None, name)


def checks_over(now: datetime) -> ColumnElement[bool]:
    """SQL on `WorkerCheck`: of somebody who is nobody any more."""
    return WorkerCheck.worker_id.in_(select(Worker.id).where(has_gone(day_of(now))))
