"""What waits for a coordinator, and what for the office, as their lists tell it."""

from datetime import datetime
from uuid import UUID

from flask import current_app

from portal.core.actors import Actor
from portal.extensions import db
from portal.web.agenda import Desk, Entry, Item, agenda_of
from portal.web.waiting import all_waiting


def waiting(viewer: Actor, now: datetime, kind: str = "") -> list[Entry]:
    """Of one kind, or all; what was not written yet is."""
    db.session.flush()
    with current_app.test_request_context():
        return [entry for entry in agenda_of(Desk(viewer, now)) if kind in ("", entry.kind)]


def at_office(viewer: Actor, now: datetime, kind: str) -> list[Item]:
    """Of one kind, what waits on the list of the office."""
    db.session.flush()
    with current_app.test_request_context():
        return [entry.item for entry in all_waiting(Desk(viewer, now)) if entry.kind == kind]


def ids_of(viewer: Actor, now: datetime, kind: str) -> list[UUID]:
    """Which things of one kind wait, in the order of the list."""
    return [UUID(entry.item.key.partition("-")[2]) for entry in waiting(viewer, now, kind)]
