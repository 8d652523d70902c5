"""Whose taking part somebody sees: the office all, a co-operative that of its workers, others their own."""

from sqlalchemy import ColumnElement, select, true

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.workforce.training.models import TrainingEnrolment
from portal.workforce.workers.models import Worker
from portal.workforce.workers.scope import workers_in_scope


def enrolments_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `TrainingEnrolment`."""
    if viewer.can(Permission.TRAINING_MANAGE):
        return true()
    if viewer.can(Permission.WORKER_OWN):
        return TrainingEnrolment.worker_id.in_(select(Worker.id).where(workers_in_scope(viewer)))
    return TrainingEnrolment.user_id == viewer.user_id
