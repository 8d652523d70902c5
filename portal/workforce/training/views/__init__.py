"""The pages of training."""

from datetime import datetime
from uuid import UUID

from flask import render_template, url_for
from sqlalchemy import Select

from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.web import links
from portal.web.navigation import TODAY
from portal.workforce.training import needs, queries
from portal.workforce.training.models import TrainingEnrolment, TrainingSession
from portal.workforce.training.states import EnrolmentState
from portal.workforce.training.views import courses, learning, public
from portal.workforce.training.views.blueprint import bp
from portal.workforce.workers.models import Worker

__all__ = ["bp"]

MODULES = (courses, learning, public)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_session(session_id: UUID) -> links.Link | None:
    found = links.seen(lambda key, **_viewer: queries.get_session(key), session_id)
    return links.Link(found.course.name, url_for("training.session", session_id=session_id)) if found else None


def of_worker(worker: Worker) -> str:
    """What is required of a worker, on their page."""
    found = needs.needs_of_worker(worker, clock.day_of(clock.now()))
    return render_template("training/_of_worker.html", needs=found) if found else ""


def is_open_for_enrolment(session: TrainingSession, now: datetime) -> bool:
    return not session.is_called_off and session.starts_at > now


def is_joining(enrolment: TrainingEnrolment | None) -> bool:
    """Takes part, or waits to."""
    return enrolment is not None and enrolment.state is not EnrolmentState.WITHDRAWN


def badge(viewer: Actor) -> Select[int] | None:
    """How many requirements are missing among one's workers, or of oneself."""
    if viewer.can(Permission.WORKER_OWN):
        return needs.missing_count(viewer.organisation_id, TODAY)
    return needs.missing_of(viewer.user_id, TODAY) if viewer.can(Permission.CASELOAD_OWN) else None
