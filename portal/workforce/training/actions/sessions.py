"""What the office does with courses and sessions, and how people come to take part: no place is given away twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.catalogue.models import Service
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.workforce.training import notices
from portal.workforce.training.models import TrainingCourse, TrainingEnrolment, TrainingSession
from portal.workforce.training.queries import (
    enrolment_in,
    enrolments_of,
    first_waiting,
    is_certified,
    leaving_before,
    to_enrol,
)
from portal.workforce.training.rules import refuse_enrolment
from portal.workforce.training.states import ENROLMENT_STATES, EnrolmentState, EnrolmentVerb

S, V = EnrolmentState, EnrolmentVerb


@dataclass(frozen=True)
class CourseDetails:
    """`valid_months` is None where it holds for ever, `pass_score` where there is no test."""

    name: str
    hours: int
    about: str = ""
    valid_months: int | None = None
    pass_score: int | None = None
    of_all_workers: bool = False
    of_coordinators: bool = False
    service_ids: Sequence[UUID] = ()
    is_open: bool = True


@dataclass(frozen=True)
class SessionDetails:
    starts_at: datetime
    ends_at: datetime
    place: str
    teacher: str
    places: int


def save_course(
    course: TrainingCourse | None, details: CourseDetails, *, actor: Actor, now: datetime
) -> TrainingCourse:
    """A new course, or a known one changed; what certificates say of it changes no more."""
    actor.require(Permission.TRAINING_MANAGE)
    is_known = course is not None
    if course is None:
        course = TrainingCourse()
        db.session.add(course)
    else:
        _refuse_other_words(course, details)
    names = ("name", "hours", "about", "valid_months", "pass_score", "of_all_workers", "of_coordinators", "is_open")
    for name in names:
        setattr(course, name, getattr(details, name))
    wanted = select(Service).where(Service.id.in_(details.service_ids)).order_by(Service.position)
    course.services = list(db.session.scalars(wanted))
    db.session.flush()
    event = "training_course.edit" if is_known else "training_course.add"
    record(event, actor=actor, now=now, subject=("training_course", course.id))
    return course


def _refuse_other_words(course: TrainingCourse, details: CourseDetails) -> None:
    if (details.name, details.hours) != (course.name, course.hours) and is_certified(course_id=course.id):
        raise DomainError(
            N_("이 과정의 수료증이 나갔으므로 이름과 시간은 바꿀 수 없습니다. 새 과정을 만들어 주십시오."), "name"
        )


def plan_session(course: TrainingCourse, details: SessionDetails, *, actor: Actor, now: datetime) -> TrainingSession:
    """Open a course for enrolment; sessions that were held already may be written down, too."""
    actor.require(Permission.TRAINING_MANAGE)
    session = TrainingSession(course=course, taken=0)
    db.session.add(session)
    _apply(session, details)
    db.session.flush()
    record("training_session.add", actor=actor, now=now, subject=("training_session", session.id))
    return session


def edit_session(session: TrainingSession, details: SessionDetails, *, actor: Actor, now: datetime) -> None:
    """Whoever takes part hears of another time or place; more places let those move up who wait."""
    actor.require(Permission.TRAINING_MANAGE)
    lock(session)
    if session.is_called_off:
        raise Conflict(N_("취소된 교육입니다."))
    if is_certified(session_id=session.id):
        raise Conflict(N_("이 교육의 수료증이 나갔으므로 고칠 수 없습니다."))
    if details.places < session.taken:
        raise DomainError(N_("이미 신청한 사람보다 자리를 적게 할 수 없습니다."), "places")
    before = (session.starts_at, session.ends_at, session.place)
    _apply(session, details)
    db.session.flush()
    record("training_session.edit", actor=actor, now=now, subject=("training_session", session.id))
    if before != (session.starts_at, session.ends_at, session.place) and session.starts_at > now:
        for enrolment in enrolments_of(session, viewer=actor):
            if enrolment.state in (S.BOOKED, S.WAITING):
                notices.tell_of(enrolment, notices.CHANGED, now=now)
    _let_go(session, actor=actor, now=now)


def call_off_session(session: TrainingSession, *, actor: Actor, now: datetime) -> None:
    """Nobody takes part; whoever was to hears of it."""
    actor.require(Permission.TRAINING_MANAGE)
    lock(session)
    refuse_enrolment(starts_at=session.starts_at, is_called_off=session.is_called_off, now=now)
    session.called_off_at, session.taken = now, 0
    record("training_session.call_off", actor=actor, now=now, subject=("training_session", session.id))
    for enrolment in enrolments_of(session, viewer=actor):
        if enrolment.state in (S.BOOKED, S.WAITING):
            take(ENROLMENT_STATES, enrolment, V.WITHDRAW, actor=actor, now=now)
            db.session.flush()
            notices.tell_of(enrolment, notices.CALLED_OFF, now=now)


def enrol(
    session: TrainingSession, worker_ids: Sequence[UUID], user_ids: Sequence[UUID], *, actor: Actor, now: datetime
) -> list[TrainingEnrolment]:
    """Enrol workers and accounts, in this order, while there are places; the others wait in line.

    The session is locked: of two who want the last place, the second waits. Once it began nobody moves up any more: it
    gets as many places as the office writes down.
    """
    actor.require(Permission.TRAINING_ENROL)
    lock(session)
    _refuse_closed(session, actor=actor, now=now)
    workers, users = to_enrol(session, viewer=actor, now=now)
    may = {each.id for each in workers}, {each.id for each in users} | {_themselves(actor)}
    if not set(worker_ids) <= may[0] or not set(user_ids) <= may[1]:
        raise Conflict(N_("이미 신청했거나 신청할 수 없는 사람이 있습니다. 화면을 새로 고쳐 주십시오."), "learners")
    if not worker_ids and not user_ids:
        raise DomainError(N_("참가할 사람을 한 명 이상 골라 주십시오."), "learners")
    if session.starts_at <= now:
        _make_room(session, len(worker_ids) + len(user_ids), actor=actor, now=now)
    found = [_enrol_one(session, worker_id, None, actor=actor, now=now) for worker_id in worker_ids]
    return found + [_enrol_one(session, None, user_id, actor=actor, now=now) for user_id in user_ids]


def _make_room(session: TrainingSession, wanted: int, *, actor: Actor, now: datetime) -> None:
    """Those who were there had a place, however many there were to be."""
    if session.left < wanted:
        session.places = session.taken + wanted
        db.session.flush()
        record("training_session.edit", actor=actor, now=now, subject=("training_session", session.id))


def _refuse_closed(session: TrainingSession, *, actor: Actor, now: datetime) -> None:
    """The office writes down afterwards, too, who came or had said that they would not."""
    is_after = actor.can(Permission.TRAINING_MANAGE) and session.starts_at <= now
    if not is_after or session.is_called_off:
        refuse_enrolment(starts_at=session.starts_at, is_called_off=session.is_called_off, now=now)


def _themselves(actor: Actor) -> UUID | None:
    """Whoever accompanies people enrols for themselves."""
    return actor.user_id if actor.can(Permission.CASELOAD_OWN) else None


def _enrol_one(
    session: TrainingSession, worker_id: UUID | None, user_id: UUID | None, *, actor: Actor, now: datetime
) -> TrainingEnrolment:
    enrolment = enrolment_in(session, worker_id=worker_id, user_id=user_id)
    if enrolment is None:
        enrolment = TrainingEnrolment(session_id=session.id, worker_id=worker_id, user_id=user_id, queued_at=now)
        db.session.add(enrolment)
    is_room = session.left > 0
    if enrolment.state is S.WAITING:  # the session began: room was made for them
        take(ENROLMENT_STATES, enrolment, V.MOVE_UP, actor=actor, now=now)
    else:
        take(ENROLMENT_STATES, enrolment, V.ENROL, actor=actor, now=now, to=S.BOOKED if is_room else S.WAITING)
        enrolment.queued_at = now
    session.taken += is_room
    db.session.flush()
    return enrolment


def withdraw(enrolment: TrainingEnrolment, *, actor: Actor, now: datetime) -> None:
    """Give a place back before the session begins; whoever waits longest has it at once and hears of it."""
    actor.require(Permission.TRAINING_ENROL)
    session = enrolment.session
    lock(session)
    _refuse_closed(session, actor=actor, now=now)
    before = take(ENROLMENT_STATES, enrolment, V.WITHDRAW, actor=actor, now=now)
    session.taken -= before is S.BOOKED
    db.session.flush()
    _move_up(session, actor=actor, now=now)


def give_places_back(learner: ColumnElement[bool], *, actor: Actor, now: datetime) -> None:
    """Whoever works here no more on the day of a session to come takes no place of it, and waits for none."""
    ahead = select(TrainingSession.id).join(TrainingEnrolment, TrainingEnrolment.session_id == TrainingSession.id)
    ahead = ahead.where(TrainingSession.starts_at > now, TrainingEnrolment.state.in_((S.BOOKED, S.WAITING)), learner)
    sessions = select(TrainingSession).where(TrainingSession.id.in_(ahead)).order_by(TrainingSession.id)
    for session in db.session.scalars(sessions).all():
        lock(session)
        _let_go(session, actor=actor, now=now)


def _let_go(session: TrainingSession, *, actor: Actor, now: datetime) -> None:
    """Those who will have left by then withdraw, those who wait move up; the session is locked."""
    for enrolment in leaving_before(session):
        before = take(ENROLMENT_STATES, enrolment, V.WITHDRAW, actor=actor, now=now)
        session.taken -= before is S.BOOKED
    db.session.flush()
    _move_up(session, actor=actor, now=now)


def _move_up(session: TrainingSession, *, actor: Actor, now: datetime) -> None:
    """In the order of the line, while there are places and the session has not begun; the session is locked."""
    while session.starts_at > now and session.left > 0 and (waiting := first_waiting(session)) is not None:
        take(ENROLMENT_STATES, waiting, V.MOVE_UP, actor=actor, now=now)
        session.taken += 1
        db.session.flush()
        notices.tell_of(waiting, notices.MOVED_UP, now=now)


def _apply(session: TrainingSession, details: SessionDetails) -> None:
    if details.ends_at <= details.starts_at:
        raise DomainError(N_("마치는 시각은 시작 시각보다 늦어야 합니다."), "ends_at")
    if details.places < 1:
        raise DomainError(N_("자리는 하나 이상이어야 합니다."), "places")
    for name in ("starts_at", "ends_at", "place", "teacher", "places"):
        setattr(session, name, getattr(details, name))
