"""Whom the audit is asked by, and who stands in it by account alone."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select

from portal.accounts.models import RoleGrant, User
from portal.core.permissions import STAFF_ROLES
from portal.extensions import db


def names_of_staff() -> list[tuple[UUID, str]]:
    """Everybody who works or worked here and whose account still has a name, by id."""
    was_staff = exists().where(RoleGrant.user_id == User.id, RoleGrant.role.in_(STAFF_ROLES))
    named = select(User.id, User.name).where(was_staff, User.name != "").order_by(User.name, User.id)
    return [(user_id, name) for user_id, name in db.session.execute(named)]


def names_of(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """What these accounts are called today."""
    named = select(User.id, User.name).where(User.id.in_(list(user_ids)))
    return {row.id: row.name for row in db.session.execute(named)}
