"""Reads of back-ups: what was made, how the drills went, and whether a restored portal's messages still wait."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.backups.models import Backup, Drill, Restoration
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Delivery

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Held:
    """How many messages wait for the office's word, and how many of them are past their time."""

    waiting: int
    late: int


def backups(viewer: Actor) -> list[Backup]:
    """The last ones, newest first."""
    viewer.require(Permission.BACKUP_MANAGE)
    return list(db.session.scalars(select(Backup).order_by(Backup.made_at.desc(), Backup.id.desc()).limit(SHOWN)))


def drills(viewer: Actor) -> list[Drill]:
    """The last ones, newest first."""
    viewer.require(Permission.BACKUP_MANAGE)
    return list(db.session.scalars(select(Drill).order_by(Drill.started_at.desc(), Drill.id.desc()).limit(SHOWN)))


def undecided_restoration(viewer: Actor) -> Restoration | None:
    viewer.require(Permission.BACKUP_MANAGE)
    return db.session.scalar(_UNDECIDED)


def get_restoration(restoration_id: UUID, *, viewer: Actor) -> Restoration:
    viewer.require(Permission.BACKUP_MANAGE)
    found = db.session.get(Restoration, restoration_id)
    if found is None:
        raise NotFound
    return found


def held_messages(restoration: Restoration, now: datetime) -> Held:
    """Of the messages that came with the back-up."""
    came = (OutboxMessage.state == Delivery.WAITING) & (OutboxMessage.created_at < restoration.restored_at)
    late = func.count().filter(OutboxMessage.not_after_at <= now)
    row = db.session.execute(select(func.count(), late).select_from(OutboxMessage).where(came)).one()
    return Held(*row)


def held_since() -> datetime | None:
    """Since when the outbox waits for the office's word."""
    restoration = db.session.scalar(_UNDECIDED)
    return restoration.restored_at if restoration else None


_UNDECIDED = (
    select(Restoration).where(Restoration.decided_at.is_(None)).order_by(Restoration.restored_at.desc()).limit(1)
)
