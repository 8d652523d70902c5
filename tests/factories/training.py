"""Courses, sessions and who takes part in them."""

from datetime import datetime, timedelta
from typing import Any

from portal.consortium.catalogue.models import Service
from portal.core.actors import Actor
from portal.extensions import db
from portal.workforce.training.actions import Result, enrol, write_results
from portal.workforce.training.models import TrainingCourse, TrainingEnrolment, TrainingSession
from portal.workforce.workers.models import Worker
from tests.factories.consortium import NOW

AFTER = NOW + timedelta(days=8)
"""When a session of `make_session` is over."""


def make_course(*services: Service, **values: Any) -> TrainingCourse:
    """Required of nobody unless told otherwise; it holds for a year."""
    given = {"name": "돌봄분야 전문교육", "hours": 8, "valid_months": 12}
    course = TrainingCourse(**(given | values))
    course.services = list(services)
    db.session.add(course)
    db.session.flush()
    return course


def make_session(
    course: TrainingCourse, *, starts_at: datetime = NOW + timedelta(days=7), **values: Any
) -> TrainingSession:
    given = {"ends_at": starts_at + timedelta(hours=8), "place": "교육장", "teacher": "이강사", "places": 2}
    session = TrainingSession(course=course, starts_at=starts_at, **(given | values))
    db.session.add(session)
    db.session.flush()
    return session


def pass_course(
    course: TrainingCourse, worker: Worker, office: Actor, *, starts_at: datetime = NOW - timedelta(days=3)
) -> TrainingEnrolment:
    """The worker has been there and has a certificate."""
    session = make_session(course, starts_at=starts_at)
    (enrolment,) = enrol(session, [worker.id], [], actor=office, now=NOW)
    write_results(session, {enrolment.id: Result(came=True, score=course.pass_score)}, actor=office, now=NOW)
    return enrolment
