"""Passkeys of staff: added beside the authenticator, used in its place, removed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from portal.accounts.actions.failing import record_failure
from portal.accounts.models import Passkey, User
from portal.accounts.queries import passkey_by_credential, passkeys_of
from portal.accounts.rules import PASSKEYS, Asked
from portal.audit.actions import record
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.extensions import db

REFUSED = N_("패스키를 확인하지 못했습니다. 다시 해 보시거나 인증 앱 번호를 입력해 주십시오.")


def add_passkey(user: User, name: str, credential: str, asked: Asked, *, now: datetime) -> Passkey:
    """Keep the public half of what the device made."""
    if user.authenticator_secret is None:
        raise DomainError(N_("먼저 인증 앱을 등록해 주십시오."))
    if len(passkeys_of(user.id)) >= PASSKEYS:
        raise DomainError(N_("패스키는 %(count)d개까지 등록합니다."), count=PASSKEYS)
    from portal.accounts.ceremonies import made  # noqa: PLC0415 six megabytes for who has no passkey

    new = made(credential, asked)
    if new is None:
        raise DomainError(REFUSED)
    passkey = Passkey(
        user_id=user.id,
        name=name,
        credential=new.credential_id,
        public_key=new.credential_public_key,
        sign_count=new.sign_count,
        added_at=now,
    )
    db.session.add(passkey)
    db.session.flush()
    record("passkey.added", actor=user.actor, now=now, subject=("user", user.id))
    return passkey


def check_passkey(user: User, credential: str, asked: Asked, *, now: datetime) -> bool:
    """Whether one of the account's passkeys answered; one whose count went back was copied and opens nothing."""
    from portal.accounts.ceremonies import name_of, shown  # noqa: PLC0415 six megabytes for who has no passkey

    passkey = passkey_by_credential(user.id, name_of(credential))
    answer = passkey and shown(credential, asked, passkey)
    if not passkey or not answer:
        record_failure("passkey", "wrong code", user_id=user.id, now=now)
        return False
    before = (Passkey.id == passkey.id) & (Passkey.sign_count == passkey.sign_count)
    values = {"sign_count": answer.new_sign_count, "last_used_at": now}
    return db.session.scalar(update(Passkey).where(before).values(values).returning(Passkey.id)) is not None


def remove_passkey(user: User, passkey_id: UUID, *, now: datetime) -> None:
    """The account's own passkey no longer opens."""
    own = (Passkey.id == passkey_id) & (Passkey.user_id == user.id)
    if db.session.scalar(delete(Passkey).where(own).returning(Passkey.id)) is None:
        raise NotFound
    record("passkey.removed", actor=user.actor, now=now, subject=("user", user.id))
