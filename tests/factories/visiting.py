"""What is written after a visit, and what was sent about it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.coordinators.visits.actions import VisitRecord
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.rules import StepDone
from portal.coordinators.visits.states import ConfirmedBy
from portal.extensions import db
from portal.notifications.models import OutboxMessage


def messages(kind: str) -> list[OutboxMessage]:
    """Whatever waits in the outbox of one kind."""
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)))


def record_of(visit: Visit, *steps: StepDone, **values: object) -> VisitRecord:
    """The record of a visit that kept its times."""
    given = {"arrived_at": visit.starts_at, "left_at": visit.ends_at, "confirmed_by": ConfirmedBy.IN_PERSON}
    return VisitRecord(steps=list(steps), **(given | values))  # type: ignore[arg-type]


def after(visit: Visit) -> datetime:
    """When the worker has left."""
    return visit.ends_at + timedelta(minutes=5)
