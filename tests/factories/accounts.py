"""People who may sign in: residents, staff with a password, staff with an authenticator."""

from datetime import datetime
from itertools import count
from uuid import UUID

import pyotp

from portal.accounts.hashing import hash_password
from portal.accounts.models import RoleGrant, User
from portal.core import clock
from portal.core.permissions import Role
from portal.extensions import db

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


def make_user(
    *roles: Role,
    name: str = "김담당",
    email: str | None = None,
    phone: str | None = None,
    organisation_id: UUID | None = None,
) -> User:
    """A user with these roles; without a contact given, one made up."""
    number = next(_numbers)
    user = User(
        name=name,
        email=email or (None if phone else f"person-{number}@example.kr"),
        phone=phone,
        created_at=clock.now(),
    )
    for role in roles:
        organisation = organisation_id if role is Role.COOPERATIVE else None
        user.grants.append(RoleGrant(role=role, organisation_id=organisation, granted_at=clock.now()))
    db.session.add(user)
    db.session.flush()
    return user


def make_resident(phone: str | None = "+821012345678", email: str | None = None, name: str = "홍길동") -> User:
    return make_user(Role.RESIDENT, name=name, phone=phone, email=email)


def make_staff(
    role: Role = Role.OFFICE,
    *,
    email: str | None = None,
    name: str = "김담당",
    authenticator: bool = False,
    organisation_id: UUID | None = None,
) -> User:
    """Staff who sign in with `PASSWORD`; with an `authenticator` that holds `SECRET`."""
    user = make_user(role, name=name, email=email, organisation_id=organisation_id)
    user.password_hash = hash_password(PASSWORD)
    if authenticator:
        user.authenticator_secret = SECRET
    db.session.flush()
    return user


def shown_code(now: datetime, secret: str = SECRET) -> str:
    """What the authenticator shows at `now`."""
    return pyotp.TOTP(secret).at(now)
