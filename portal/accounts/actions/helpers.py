"""Accounts of those who help a resident: one for each person whom they help, entered by a code sent to the helper."""

from datetime import datetime

from portal.accounts.models import RoleGrant, User
from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.permissions import Permission, Role
from portal.core.text import clean_name
from portal.extensions import db


def open_helper_account(name: str, phone: str, *, may_act: bool, actor: Actor, now: datetime) -> User:
    """A new account by which a helper signs in with the mobile number `phone`. The caller flushes."""
    actor.require(Permission.APPLICATION_ENTER)
    role = Role.ACTING_HELPER if may_act else Role.HELPER
    user = User(name=clean_name(name), phone=phone, created_at=now)
    user.grants.append(RoleGrant(role=role, granted_at=now, granted_by_id=actor.user_id))
    db.session.add(user)
    record("role.granted", actor=actor, now=now, subject=("user", user.id), role=role.value)
    return user
