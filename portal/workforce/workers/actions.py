"""What a co-operative does with its workers: write them down, say what was checked of them, end their work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit.actions import record
from portal.consortium.catalogue.models import Service
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.sealing import SealedFile
from portal.extensions import db
from portal.residents.households.states import Sex
from portal.workforce.workers.models import Worker, WorkerCheck
from portal.workforce.workers.photos import worker_store
from portal.workforce.workers.rules import check_hindrance
from portal.workforce.workers.states import CheckKind


@dataclass(frozen=True)
class WorkerDetails:
    """What is known of a worker; `ends_on` is the last day of work, where it is known."""

    name: str
    door_name: str
    sex: Sex
    starts_on: date
    languages: Sequence[str] = ()
    service_ids: Sequence[UUID] = ()
    ends_on: date | None = None


@dataclass(frozen=True)
class CheckMade:
    kind: CheckKind
    done_on: date
    expires_on: date


def add_worker(organisation_id: UUID, details: WorkerDetails, *, actor: Actor, now: datetime) -> Worker:
    """Write somebody down who goes to households for the actor's member."""
    actor.require(Permission.WORKER_OWN)
    _refuse_other(organisation_id, actor)
    worker = Worker(organisation_id=organisation_id, entered_at=now)
    db.session.add(worker)
    _apply(worker, details)
    db.session.flush()
    record("worker.add", actor=actor, now=now, subject=("worker", worker.id))
    return worker


def edit_worker(worker: Worker, details: WorkerDetails, *, actor: Actor, now: datetime) -> None:
    """Change what is known; what is booked is asked of the gate again. Nobody is carried over who was written down."""
    actor.require(Permission.WORKER_OWN)
    _refuse_other(worker.organisation_id, actor)
    changed = _apply(worker, details)
    if worker.is_carried_over:
        worker.is_carried_over, changed = False, [*changed, "is_carried_over"]
    db.session.flush()
    if changed:
        record("worker.edit", actor=actor, now=now, subject=("worker", worker.id), fields=changed)
        tell(Event.MEMBER_CHANGED, worker.organisation_id, actor=actor, now=now)


def enter_checks(worker: Worker, made: Iterable[CheckMade], *, actor: Actor, now: datetime) -> None:
    """Say what was seen of a worker and until when it holds."""
    actor.require(Permission.WORKER_OWN)
    _refuse_other(worker.organisation_id, actor)
    checks = list(made)
    if not checks:
        raise DomainError(N_("확인한 것을 하나 이상 적어 주십시오."), f"{CheckKind.CRIMINAL_RECORD}_done_on")
    for check in checks:
        wrong = check_hindrance(check.done_on, check.expires_on, day_of(now))
        if wrong:
            raise DomainError(wrong[1], f"{check.kind}_{wrong[0]}")
    for check in checks:
        db.session.add(
            WorkerCheck(
                worker_id=worker.id,
                kind=check.kind,
                done_on=check.done_on,
                expires_on=check.expires_on,
                entered_at=now,
                entered_by_id=actor.user_id,
            )
        )
        record("worker.checked", actor=actor, now=now, subject=("worker", worker.id), kind=check.kind.value)
    db.session.flush()
    db.session.expire(worker, ["checks"])
    tell(Event.MEMBER_CHANGED, worker.organisation_id, actor=actor, now=now)


def strike_check(check: WorkerCheck, *, actor: Actor, now: datetime) -> None:
    """Take back a check that was entered wrongly; it stays readable and counts no more."""
    worker = check.worker
    actor.require(Permission.WORKER_OWN)
    _refuse_other(worker.organisation_id, actor)
    if check.struck_at is not None:
        raise Conflict(N_("이미 지운 확인입니다. 화면을 새로 고쳐 주십시오."))
    check.struck_at = now
    db.session.flush()
    record("worker.struck", actor=actor, now=now, subject=("worker", worker.id), kind=check.kind.value)
    tell(Event.MEMBER_CHANGED, worker.organisation_id, actor=actor, now=now)


def keep_photo(worker: Worker, photo: SealedFile, *, actor: Actor, now: datetime) -> None:
    """Keep the photograph by which a household knows who stands before the door; the worker has agreed."""
    actor.require(Permission.WORKER_OWN)
    _refuse_other(worker.organisation_id, actor)
    worker_store().put(photo, db.session)
    worker.photo_name = photo.name
    db.session.flush()
    record("worker.photo", actor=actor, now=now, subject=("worker", worker.id))


def drop_photo(worker: Worker, *, actor: Actor, now: datetime) -> None:
    """The file goes with the next sweep, as no row names it."""
    actor.require(Permission.WORKER_OWN)
    _refuse_other(worker.organisation_id, actor)
    worker.photo_name = None
    db.session.flush()
    record("worker.photo_removed", actor=actor, now=now, subject=("worker", worker.id))


def _refuse_other(organisation_id: UUID, actor: Actor) -> None:
    if actor.organisation_id != organisation_id:
        raise Forbidden


def _apply(worker: Worker, details: WorkerDetails) -> list[str]:
    """Write the details and answer the names of what changed."""
    if details.ends_on is not None and details.ends_on < details.starts_on:
        raise DomainError(N_("마지막으로 일하는 날은 시작한 날보다 빠를 수 없습니다."), "ends_on")
    values = {
        "name": details.name,
        "door_name": details.door_name,
        "sex": details.sex,
        "languages": list(details.languages),
        "starts_on": details.starts_on,
        "ends_on": details.ends_on,
    }
    changed = [name for name, value in values.items() if getattr(worker, name) != value]
    for name in changed:
        setattr(worker, name, values[name])
    wanted = set(details.service_ids)
    if wanted != {service.id for service in worker.services}:
        worker.services = list(
            db.session.scalars(select(Service).where(Service.id.in_(wanted)).order_by(Service.position))
        )
        changed.append("services")
    return changed
