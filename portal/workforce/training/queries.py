"""Reads of courses, sessions and who takes part, each list ordered, bounded and scoped by its viewer."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.keeping import Retention, over_before
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.workforce.training.models import TrainingCourse, TrainingCourseService, TrainingEnrolment, TrainingSession
from portal.workforce.training.scope import enrolments_in_scope
from portal.workforce.training.states import CERTIFIED, EnrolmentState
from portal.workforce.workers.models import Worker
from portal.workforce.workers.queries import has_gone
from portal.workforce.workers.scope import workers_in_scope

PAGE_SIZE = 30
Course, Session, Enrolment = TrainingCourse, TrainingSession, TrainingEnrolment
_WITH_LEARNER = (
    joinedload(Enrolment.session).joinedload(Session.course),
    joinedload(Enrolment.worker).joinedload(Worker.organisation),
    joinedload(Enrolment.user),
)


def courses() -> Sequence[TrainingCourse]:
    """Those that are given first, by name."""
    query = select(Course).order_by(Course.is_open.desc(), Course.name, Course.id)
    return db.session.scalars(query.options(selectinload(Course.services))).all()


def get_course(course_id: UUID) -> TrainingCourse:
    course = db.session.get(Course, course_id)
    if course is None:
        raise NotFound
    return course


def get_session(session_id: UUID) -> TrainingSession:
    session = db.session.scalar(select(Session).where(Session.id == session_id).options(joinedload(Session.course)))
    if session is None:
        raise NotFound
    return session


def sessions(now: datetime, *, past: bool = False, page: int = 1) -> Page[TrainingSession]:
    """Those to come, the next one first, or with `past` those that began, the last one first."""
    query = select(Session).join(Session.course).where(Session.starts_at <= now if past else Session.starts_at > now)
    query = query.order_by(Session.starts_at.desc() if past else Session.starts_at, Session.id)
    return page_of(db.session, query.options(contains_eager(Session.course)), page, PAGE_SIZE)


def sessions_of(course: TrainingCourse) -> Sequence[TrainingSession]:
    """The latest first, at most a page of them."""
    query = select(Session).where(Session.course_id == course.id).order_by(Session.starts_at.desc(), Session.id)
    return db.session.scalars(query.limit(PAGE_SIZE)).all()


def sessions_without_results(now: datetime) -> Sequence[TrainingSession]:
    """Those that are over while of somebody it is not said whether they learned, the longest over first."""
    open_ones = select(TrainingEnrolment.id).where(TrainingEnrolment.session_id == TrainingSession.id)
    open_ones = open_ones.where(TrainingEnrolment.state == EnrolmentState.BOOKED)
    over = select(TrainingSession).where(TrainingSession.ends_at <= now, TrainingSession.called_off_at.is_(None))
    over = over.where(open_ones.exists()).order_by(TrainingSession.ends_at, TrainingSession.id)
    return db.session.scalars(over.options(joinedload(TrainingSession.course))).all()


def enrolments_of(session: TrainingSession, *, viewer: Actor) -> list[TrainingEnrolment]:
    """Who takes part, then who waits, in the order of the line."""
    query = select(Enrolment).where(Enrolment.session_id == session.id, enrolments_in_scope(viewer))
    found = db.session.scalars(query.order_by(Enrolment.queued_at, Enrolment.id).options(*_WITH_LEARNER)).all()
    last = (EnrolmentState.WAITING, EnrolmentState.WITHDRAWN)
    return sorted(found, key=lambda each: last.index(each.state) + 1 if each.state in last else 0)


def get_enrolment(enrolment_id: UUID, *, viewer: Actor) -> TrainingEnrolment:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    query = select(Enrolment).where(Enrolment.id == enrolment_id, enrolments_in_scope(viewer))
    enrolment = db.session.scalar(query.options(*_WITH_LEARNER))
    if enrolment is None:
        raise NotFound
    return enrolment


def enrolment_in(session: TrainingSession, *, worker_id: UUID | None, user_id: UUID | None) -> TrainingEnrolment | None:
    """The one of a learner, withdrawn or not."""
    who = Enrolment.worker_id == worker_id if worker_id else Enrolment.user_id == user_id
    return db.session.scalar(select(Enrolment).where(Enrolment.session_id == session.id, who))


def first_waiting(session: TrainingSession) -> TrainingEnrolment | None:
    waits = (Enrolment.session_id == session.id, Enrolment.state == EnrolmentState.WAITING)
    return db.session.scalar(select(Enrolment).where(*waits).order_by(Enrolment.queued_at, Enrolment.id).limit(1))


def leaving_before(session: TrainingSession) -> list[TrainingEnrolment]:
    """Those who have a place or wait, and work here no more on the day of the session, with their member or alone."""
    day = day_of(session.starts_at)
    gone = select(Worker.id).join(Worker.organisation).where(or_(Worker.ends_on < day, Organisation.left_on < day))
    closed = select(User.id).where(User.disabled_at.is_not(None))
    held = (Enrolment.session_id == session.id, Enrolment.state.in_((EnrolmentState.BOOKED, EnrolmentState.WAITING)))
    left = or_(Enrolment.worker_id.in_(gone), Enrolment.user_id.in_(closed))
    return list(db.session.scalars(select(Enrolment).where(*held, left).order_by(Enrolment.queued_at, Enrolment.id)))


def to_enrol(session: TrainingSession, *, viewer: Actor, now: datetime) -> tuple[list[Worker], list[User]]:
    """Whom the viewer may enrol who is not yet: workers of that day, and for the office whoever accompanies people.

    Once it began nobody moves up any more, so whoever still waits may be given a place, too.
    """
    day = day_of(session.starts_at)
    open_to = (EnrolmentState.WITHDRAWN, EnrolmentState.WAITING)[: 1 + (session.starts_at <= now)]
    there = select(Enrolment.id).where(Enrolment.session_id == session.id, Enrolment.state.not_in(open_to))
    works = and_(Worker.starts_on <= day, or_(Worker.ends_on.is_(None), Worker.ends_on >= day))
    query = select(Worker).join(Worker.organisation).where(workers_in_scope(viewer), works, Worker.name != "")
    query = query.where(~there.where(Enrolment.worker_id == Worker.id).exists())
    query = query.order_by(Organisation.name, Worker.name, Worker.id).options(contains_eager(Worker.organisation))
    workers = list(db.session.scalars(query)) if viewer.can(Permission.WORKER_READ) else []
    if not viewer.can(Permission.TRAINING_MANAGE):
        return workers, []
    taken = set(db.session.scalars(select(Enrolment.user_id).where(Enrolment.id.in_(there))))
    return workers, [user for user in users_who_may(Permission.CASELOAD_OWN) if user.id not in taken]


def is_certified(*, course_id: UUID | None = None, session_id: UUID | None = None) -> bool:
    """Whether somebody has a certificate of the course, or of the session."""
    own = Session.course_id == course_id if course_id else Session.id == session_id
    query = select(Enrolment.id).join(Enrolment.session).where(own)
    return db.session.scalar(query.where(Enrolment.state.in_(CERTIFIED)).limit(1)) is not None


def find_certificate(number: str) -> TrainingEnrolment | None:
    """By its whole number, whoever asks: nothing is told but the course, its day and whether it holds."""
    query = select(Enrolment).where(Enrolment.certificate_number == number)
    return db.session.scalar(query.options(joinedload(Enrolment.session).joinedload(Session.course)))


def holds_on(day: Any) -> ColumnElement[bool]:
    """SQL on `TrainingEnrolment`: passed, and on `day` the certificate holds."""
    lasts = or_(Enrolment.valid_until.is_(None), Enrolment.valid_until >= day)
    return and_(Enrolment.state == EnrolmentState.PASSED, Enrolment.issued_on <= day, lasts)


def is_trained(worker: Any, service_id: Any, day: Any) -> ColumnElement[bool]:
    """SQL: whatever is required of whoever does the service holds on `day`, as `rules.required_of_worker` says."""
    of_service = select(TrainingCourseService.course_id).where(TrainingCourseService.service_id == service_id)
    of_service = of_service.correlate_except(TrainingCourseService)
    held = select(Session.course_id).join(Enrolment, Enrolment.session_id == Session.id)
    held = held.where(Enrolment.worker_id == worker.id, holds_on(day)).correlate_except(Session, Enrolment)
    lacking = exists().where(
        Course.is_open, or_(Course.of_all_workers, Course.id.in_(of_service)), Course.id.not_in(held)
    )
    return ~lacking.correlate_except(Course)


def untrained(workers: Sequence[Worker], service_id: UUID, day: date) -> set[UUID]:
    """Those of them who lack a course that is required for the service."""
    of_them = select(Worker.id).where(Worker.id.in_([each.id for each in workers]))
    return set(db.session.scalars(of_them.where(~is_trained(Worker, service_id, day)))) if workers else set()


def traces() -> Iterator[Trace]:
    """Who teaches."""
    for name in db.session.scalars(select(Session.teacher).distinct()):
        yield Trace(None, name)


def enrolments_over(now: datetime) -> ColumnElement[bool]:
    """SQL on `TrainingEnrolment`: of somebody who is nobody any more."""
    day = day_of(now)
    left = select(User.id).where(User.disabled_at < over_before(Retention.WORKER, day))
    return or_(Enrolment.worker_id.in_(select(Worker.id).where(has_gone(day))), Enrolment.user_id.in_(left))
