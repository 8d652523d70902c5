"""Writes the audit: changes in the transaction of the act, reads and refusals in one that outlives it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.audit.origin import client_address, note_read
from portal.core.actors import Actor
from portal.core.errand import errand_number
from portal.core.permissions import Permission
from portal.db.transaction import afterwards
from portal.extensions import db

Subject = tuple[str, UUID]


def _entry(
    event: str, actor: Actor, now: datetime, subject: Subject | None, details: dict[str, Any], *, is_read: bool = False
) -> AuditEntry:
    kind, subject_id = subject or ("", None)
    return AuditEntry(
        at=now,
        event=event,
        actor_id=actor.user_id,
        actor_name=actor.name if actor.can(Permission.STAFF_OWN) else "",
        subject_kind=kind,
        subject_id=subject_id,
        address=client_address(),
        is_read=is_read,
        details=details,
        errand=errand_number(),
    )


def record(event: str, *, actor: Actor, now: datetime, subject: Subject | None = None, **details: Any) -> None:
    """Record a change in the transaction of the act. `event` is named thing.verb; `details` hold no personal data."""
    db.session.add(_entry(event, actor, now, subject, details))


def record_whatever_happens(
    event: str, *, actor: Actor, now: datetime, subject: Subject | None = None, **details: Any
) -> None:
    """Record something that stays true when the request fails: a failed sign-in, a refused act."""
    entry = _entry(event, actor, now, subject, details)
    afterwards(lambda session: session.add(entry))


def record_opened(title: str, *, actor: Actor, now: datetime, subject: Subject | None) -> None:
    """Record that `actor` opened a page of that title, on which nobody was named."""
    entry = _entry("page.read", actor, now, subject, {"page": title}, is_read=True)
    afterwards(lambda session: session.add(entry))


def record_beside(
    session: Session, event: str, *, actor: Actor, now: datetime, subject: Subject | None = None, **details: Any
) -> None:
    """Record something in the transaction of `session`, which is not the one of the request."""
    session.add(_entry(event, actor, now, subject, details))


def record_read(*, actor: Actor, now: datetime, subject: Subject, fields: str = "page") -> None:
    """Record that `actor` read personal data of `subject`, as what and where from they are here today.

    It is written before the answer leaves.
    """
    details = {"fields": fields, **_standing(actor)}
    entry = _entry(f"{subject[0]}.read", actor, now, subject, details, is_read=True)
    note_read()

    def add(session: Session) -> None:
        session.add(entry)

    afterwards(add)


def _standing(actor: Actor) -> dict[str, str]:
    """Roles and organisations change; whoever asks later who read is told those of the day."""
    standing = {"role": actor.acts_as or "", "organisation": actor.organisation_id or ""}
    return {name: str(value) for name, value in standing.items() if value}
