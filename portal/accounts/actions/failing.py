"""Failures to sign in: counted by day, the first of each kind in the audit; the office lets an account go on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts import keys
from portal.accounts.models import FailedSignIn, User
from portal.accounts.rules import Contact
from portal.accounts.throttling import let_go_on
from portal.audit.actions import record, record_beside
from portal.audit.origin import client_address
from portal.core import clock
from portal.core.actors import ANONYMOUS, Actor
from portal.core.errors import DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.inserting import dialect_of, insert_into
from portal.db.transaction import afterwards


def record_failure(way: str, reason: str, *, user_id: UUID | None, now: datetime) -> None:
    """Keep that somebody failed to sign in by `way`, whatever becomes of the request; nothing typed is kept."""
    address = client_address()
    day = clock.day_of(now).isoformat()
    mark = keys.digest("\0".join((day, way, reason, str(user_id or ""), address)))
    subject = ("user", user_id) if user_id else None

    def count(session: Session) -> None:
        new = insert_into(FailedSignIn, dialect_of(session)).values(
            id=new_id(),
            mark=mark,
            way=way,
            reason=reason,
            user_id=user_id,
            address=address,
            first_at=now,
            last_at=now,
            times=1,
        )
        again = {"times": FailedSignIn.times + 1, "last_at": now}
        counted = new.on_conflict_do_update(index_elements=["mark"], set_=again).returning(FailedSignIn.times)
        if session.scalar(counted) == 1:
            record_beside(
                session, "account.sign_in_failed", actor=ANONYMOUS, now=now, subject=subject, way=way, reason=reason
            )

    afterwards(count)


def lift_throttle(contact: Contact, users: list[User], *, actor: Actor, now: datetime) -> None:
    """Forget the failures counted against whoever signs in by `contact`, after the office spoke with them."""
    actor.require(Permission.STAFF_MANAGE)
    owners = {keys.account_digest(way, contact.key) for way in ("staff", "reset", "resident")}
    for user in users:
        owners |= {keys.account_digest(way, str(user.id)) for way in ("authenticator", "passkey", "present password")}
    if not let_go_on(owners):
        raise DomainError(N_("이 이메일이나 번호로 막힌 로그인이 없습니다."), "contact")
    subject = ("user", users[0].id) if users else None
    record("account.throttle_lifted", actor=actor, now=now, subject=subject)
