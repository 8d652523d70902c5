"""Devices that are signed in: begun, seen, ended."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts import keys
from portal.accounts.actions.failing import record_failure
from portal.accounts.hashing import Tried
from portal.accounts.models import SignInSession, User
from portal.accounts.queries import OpenSession
from portal.accounts.rules import SEEN_EVERY, Shown
from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.transaction import afterwards
from portal.extensions import db

DEVICE_LENGTH = 200
ADDRESS_LENGTH = 64


def hold_account(user: User) -> None:
    """Read the account anew and let nobody change it until the transaction ends; before a session of it begins.

    Checking what somebody shows takes a while. Whoever closes the account or changes its password meanwhile ends the
    sessions that there are, and would miss the one about to begin.
    """
    db.session.refresh(user, with_for_update={"key_share": True, "of": User})


def begin_session(
    user: User, *, device: str, address: str, now: datetime, second_factor: bool = False, shown: Shown | None = None
) -> str:
    """Sign a device in to an account that is held; returns the token for its cookie, kept only as its digest.

    `shown` is what a provider said, where they came by one.
    """
    token = keys.new_token()
    started = SignInSession(
        user_id=user.id,
        token_digest=keys.digest(token),
        device=device[:DEVICE_LENGTH],
        address=address[:ADDRESS_LENGTH],
        started_at=now,
        last_seen_at=now,
        second_factor_at=now if second_factor else None,
        issuer=shown.issuer if shown else None,
        provider_sid_digest=keys.digest(shown.sid) if shown and shown.sid else None,
    )
    db.session.add(started)
    way = {"issuer": shown.issuer} if shown else {}
    subject = ("user", user.id)
    record("account.signed_in", actor=user.actor, now=now, subject=subject, second_factor=second_factor, **way)
    db.session.flush()
    return token


def end_session(session_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Sign out one device of the actor's own; one that is signed out already stays so."""
    own = (SignInSession.id == session_id) & (SignInSession.user_id == actor.user_id)
    ended = db.session.scalars(
        update(SignInSession)
        .where(own, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SignInSession.id)
    ).all()
    if ended and actor.user_id:
        record("account.signed_out", actor=actor, now=now, subject=("user", actor.user_id), devices=1)


def end_sessions(user_id: UUID, *, actor: Actor, now: datetime, but: UUID | None = None) -> int:
    """Sign out every device of `user_id`, except the session `but`; returns how many there were."""
    statement = update(SignInSession).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    if but is not None:
        statement = statement.where(SignInSession.id != but)
    ended = db.session.scalars(statement.values(ended_at=now).returning(SignInSession.id)).all()
    if ended:
        record("account.signed_out", actor=actor, now=now, subject=("user", user_id), devices=len(ended))
    return len(ended)


def sign_out_everywhere(users: Sequence[User], *, actor: Actor, now: datetime) -> int:
    """The office signs out every device of these accounts, as when one was lost; returns how many there were."""
    actor.require(Permission.STAFF_MANAGE)
    ended = sum(end_sessions(user.id, actor=actor, now=now) for user in users)
    if not ended:
        raise DomainError(N_("로그인한 기기가 없습니다."), "contact")
    return ended


def prove(user: User, session_id: UUID, tried: Tried, *, now: datetime) -> None:
    """Whoever sits at the device shows the password once more; a wrong one is refused beside the field."""
    if not tried.right:
        record_failure("present password", "wrong password", user_id=user.id, now=now)
        raise DomainError(N_("비밀번호가 맞지 않습니다."), "password")
    note_proof(user, session_id, now=now)


def note_proof(user: User, session_id: UUID, *, now: datetime) -> None:
    """Whoever sits at the device showed once more who they are."""
    own = (SignInSession.id == session_id) & (SignInSession.user_id == user.id)
    db.session.execute(update(SignInSession).where(own).values(proved_at=now))
    record("account.proved", actor=user.actor, now=now, subject=("user", user.id))


def note_seen(seen: OpenSession, *, now: datetime) -> None:
    """Write down, after the request and at most once a minute, that the device was used."""
    if seen.last_seen_at > now - SEEN_EVERY:
        return
    stale = (SignInSession.id == seen.id) & (SignInSession.last_seen_at <= now - SEEN_EVERY)

    def write(session: Session) -> None:
        session.execute(update(SignInSession).where(stale).values(last_seen_at=now))

    afterwards(write)


def note_over(session_id: UUID, *, now: datetime) -> None:
    """Write down, after the request, that the session ran out unused."""
    unended = (SignInSession.id == session_id) & SignInSession.ended_at.is_(None)

    def write(session: Session) -> None:
        session.execute(update(SignInSession).where(unended).values(ended_at=now))

    afterwards(write)
