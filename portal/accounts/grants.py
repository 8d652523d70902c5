"""Who ever carried which roles, for statements about their accounts."""

from uuid import UUID

from sqlalchemy import Select, select

from portal.accounts.models import RoleGrant
from portal.core.permissions import STAFF_ROLES, Role


def staff_ever() -> Select[UUID]:
    """The accounts of everyone who works or worked here."""
    return select(RoleGrant.user_id).where(RoleGrant.role.in_(STAFF_ROLES))


def residents_ever() -> Select[UUID]:
    return select(RoleGrant.user_id).where(RoleGrant.role == Role.RESIDENT)
