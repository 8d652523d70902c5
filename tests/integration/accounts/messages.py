"""What was sent, as the tests read it."""

import re

from sqlalchemy import select

from portal.extensions import db
from portal.notifications.models import OutboxMessage


def sent(kind: str) -> list[OutboxMessage]:
    """The messages of the kind, oldest first."""
    statement = select(OutboxMessage).where(OutboxMessage.kind == kind)
    return list(db.session.scalars(statement.order_by(OutboxMessage.created_at, OutboxMessage.id)))


def last_code() -> str:
    """The six digits sent last."""
    return re.findall(r"\b\d{6}\b", sent("sign_in_code")[-1].body)[0]


def last_link(kind: str) -> str:
    """The path of the link mailed last."""
    return re.findall(r"https?://[^/\s]+(/\S+)", sent(kind)[-1].body)[0]


def other_code() -> str:
    """Six digits that were not sent."""
    return f"{(int(last_code()) + 1) % 10**6:06d}"
