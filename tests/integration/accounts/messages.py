"""What was sent, as the tests read it."""

import re
from urllib.parse import urlsplit

from sqlalchemy import select

from portal.extensions import db
from portal.notifications.models import OutboxMessage


def sent(kind: str) -> list[OutboxMessage]:
    """The messages of the kind, oldest first."""
    statement = select(OutboxMessage).where(OutboxMessage.kind == kind)
    return list(db.session.scalars(statement.order_by(OutboxMessage.created_at, OutboxMessage.id)))


def last_code() -> str:
    """The six digits sent last."""
    return _first(r"\b\d{6}\b", "sign_in_code")


def last_link(kind: str) -> str:
    """The path of the link mailed last."""
    return urlsplit(_first(r"https?://\S+", kind)).path


def other_code() -> str:
    """Six digits that were not sent."""
    return f"{(int(last_code()) + 1) % 10**6:06d}"


def _first(pattern: str, kind: str) -> str:
    """What the pattern finds first in the message sent last."""
    found = re.search(pattern, sent(kind)[-1].body)
    assert found
    return found[0]
