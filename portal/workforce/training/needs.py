"""What is required of whom, and how it stands, by member."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import is_member
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import current_settings, db
from portal.workforce.training.models import TrainingCourse, TrainingCourseService, TrainingEnrolment, TrainingSession
from portal.workforce.training.queries import courses, holds_on
from portal.workforce.training.rules import need_standing, required_of_worker
from portal.workforce.training.states import NeedStanding
from portal.workforce.workers.models import Worker, WorkerService
from portal.workforce.workers.scope import workers_in_scope

Course, Session, Enrolment = TrainingCourse, TrainingSession, TrainingEnrolment
Held = dict[tuple[UUID, UUID], date | None]
"""By learner and course, the last day; None for ever."""


@dataclass(frozen=True, slots=True)
class Need:
    """A course that is required of somebody: a worker, or whoever has an account."""

    course: TrainingCourse
    learner: Worker | User
    standing: NeedStanding
    until: date | None


@dataclass(frozen=True, slots=True)
class MemberNeeds:
    """Of the workers of a member; without a member, of those who accompany people."""

    organisation: Organisation | None
    needs: Sequence[Need]

    @property
    def missing(self) -> list[Need]:
        return [each for each in self.needs if each.standing is NeedStanding.MISSING]

    @property
    def ending(self) -> list[Need]:
        return [each for each in self.needs if each.standing is NeedStanding.ENDING]

    @property
    def last_days(self) -> list[date]:
        """On which something ends before long, in order."""
        return sorted({each.until for each in self.ending if each.until})

    @property
    def last_day(self) -> date | None:
        """The first of them."""
        return next(iter(self.last_days), None)


def needs_for(viewer: Actor, day: date) -> list[MemberNeeds]:
    """Of whomever the viewer sees, by member; the office sees all, others those of their member or their own."""
    found = needs_of_members(day, within=workers_in_scope(viewer)) if viewer.can(Permission.WORKER_READ) else []
    if viewer.can(Permission.TRAINING_MANAGE):
        found.append(MemberNeeds(None, _of_people(users_who_may(Permission.CASELOAD_OWN), day)))
    elif viewer.can(Permission.CASELOAD_OWN) and viewer.user_id:
        found.append(MemberNeeds(None, _of_people([db.session.get_one(User, viewer.user_id)], day)))
    return [each for each in found if each.needs]


def needs_of_members(day: date, *, within: Any) -> list[MemberNeeds]:
    """Of the members that have workers `within`, a condition on `Worker`, by name."""
    works = and_(Worker.starts_on <= day, or_(Worker.ends_on.is_(None), Worker.ends_on >= day))
    query = select(Worker).join(Worker.organisation).where(works, is_member(day), within)
    query = query.order_by(Organisation.name, Worker.name, Worker.id)
    options = (contains_eager(Worker.organisation), selectinload(Worker.services))
    by_member: dict[Organisation, list[Worker]] = defaultdict(list)
    for worker in db.session.scalars(query.options(*options)):
        by_member[worker.organisation].append(worker)
    given, held = courses(), _held(Enrolment.worker_id, day)
    return [MemberNeeds(member, _of_workers(some, given, held, day)) for member, some in by_member.items()]


def needs_of_worker(worker: Worker, day: date) -> list[Need]:
    held = _held(Enrolment.worker_id, day, [worker.id])
    return _of_workers([worker], courses(), held, day)


def needs_of_coordinators(day: date) -> list[Need]:
    return _of_people(users_who_may(Permission.CASELOAD_OWN), day)


def _of_workers(workers: Sequence[Worker], given: Sequence[TrainingCourse], held: Held, day: date) -> list[Need]:
    return [
        _need(course, worker, held, day)
        for worker in workers
        for course in required_of_worker(given, [service.id for service in worker.services])
    ]


def _of_people(people: Sequence[User], day: date) -> list[Need]:
    held = _held(Enrolment.user_id, day, [user.id for user in people])
    given = [course for course in courses() if course.is_open and course.of_coordinators]
    return [_need(course, user, held, day) for user in people for course in given]


def _need(course: TrainingCourse, learner: Worker | User, held: Held, day: date) -> Need:
    key, within = (learner.id, course.id), max(current_settings().target.member_warning_days)
    standing = need_standing(key in held, held.get(key), day, within=within)
    return Need(course, learner, standing, held.get(key))


def _held(learner: Any, day: date, ids: Collection[UUID] | None = None) -> Held:
    """What holds on `day`, the longest of each."""
    query = select(learner, Session.course_id, Enrolment.valid_until).join(Enrolment.session)
    query = query.where(learner.is_not(None), holds_on(day))
    if ids is not None:
        query = query.where(learner.in_(ids))
    found: Held = {}
    for who, course_id, until in db.session.execute(query):
        known = found.get((who, course_id), date.min)
        found[who, course_id] = None if until is None or known is None else max(until, known)
    return found


def missing_count(organisation_id: UUID | None, day: Any) -> Select[int]:
    """How many requirements of the member's workers nobody holds on `day`, a date or an expression."""
    works = and_(Worker.starts_on <= day, or_(Worker.ends_on.is_(None), Worker.ends_on >= day))
    does = exists().where(
        WorkerService.worker_id == Worker.id,
        WorkerService.service_id == TrainingCourseService.service_id,
        TrainingCourseService.course_id == Course.id,
    )
    query = select(func.count()).select_from(Worker).join(Course, or_(Course.of_all_workers, does))
    return query.where(Worker.organisation_id == organisation_id, works, Course.is_open, ~_holds(Worker.id, day))


def missing_of(user_id: UUID | None, day: Any) -> Select[int]:
    """How many courses that are required of coordinators the account lacks."""
    held = select(Enrolment.id).join(Enrolment.session)
    held = held.where(Session.course_id == Course.id, Enrolment.user_id == user_id, holds_on(day))
    return select(func.count(Course.id)).where(Course.is_open, Course.of_coordinators, ~held.exists())


def _holds(worker_id: Any, day: Any) -> Any:
    held = select(Enrolment.id).join(Enrolment.session)
    return held.where(Session.course_id == Course.id, Enrolment.worker_id == worker_id, holds_on(day)).exists()


def all_needs(day: date) -> Iterator[MemberNeeds]:
    """Of everybody, for whoever tells them."""
    yield from needs_of_members(day, within=Worker.name != "")
    yield MemberNeeds(None, needs_of_coordinators(day))
