"""By what accounts know people, for those who read without persons."""

from collections.abc import Iterator

from sqlalchemy import select

from portal.accounts.models import Invitation, User
from portal.core.concealing import Trace
from portal.extensions import db


def traces() -> Iterator[Trace]:
    """What everybody with an account is known by, and whoever was invited to one."""
    for user in db.session.execute(select(User.id, User.name, User.phone)):
        yield Trace(*user)
    for name in db.session.scalars(select(Invitation.name)):
        yield Trace(None, name)
