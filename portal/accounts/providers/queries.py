"""Reads of links to providers."""

from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.providers.models import ProviderLink
from portal.accounts.rules import Shown
from portal.extensions import db


def user_shown(shown: Shown) -> User | None:
    """Whose account the provider's answer names: by issuer and subject, whatever their e-mail is."""
    own = (ProviderLink.issuer == shown.issuer) & (ProviderLink.subject == shown.subject)
    return db.session.scalar(select(User).join(ProviderLink, ProviderLink.user_id == User.id).where(own))


def links_of(user_id: UUID) -> list[ProviderLink]:
    statement = select(ProviderLink).where(ProviderLink.user_id == user_id)
    return list(db.session.scalars(statement.order_by(ProviderLink.linked_at, ProviderLink.id)))
