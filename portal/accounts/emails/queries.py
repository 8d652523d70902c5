"""Reads of addresses that wait for their link."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts import keys
from portal.accounts.emails.models import EmailChange
from portal.extensions import db


def change_by_token(token: str, user_id: UUID, *, now: datetime) -> EmailChange | None:
    """What the link opens in this account while it stands; in any other it opens nothing."""
    own = (EmailChange.token_digest == keys.digest(token)) & (EmailChange.user_id == user_id)
    return db.session.scalar(
        select(EmailChange).where(own, EmailChange.used_at.is_(None), EmailChange.expires_at > now)
    )


def waiting_change(user_id: UUID, *, now: datetime) -> EmailChange | None:
    """The address that the account waits for; only the newest one stands."""
    own = (EmailChange.user_id == user_id) & EmailChange.used_at.is_(None)
    return db.session.scalar(select(EmailChange).where(own, EmailChange.expires_at > now))
