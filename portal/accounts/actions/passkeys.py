"""Passkeys of staff: added beside the authenticator, used in its place, removed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException

from portal.accounts.actions.failing import record_failure
from portal.accounts.models import Passkey, User
from portal.accounts.queries import passkey_by_credential, passkeys_of
from portal.accounts.rules import PASSKEYS
from portal.audit.actions import record
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.extensions import db

REFUSED = N_("패스키를 확인하지 못했습니다. 다시 해 보시거나 인증 앱 번호를 입력해 주십시오.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asked of the device, and for which site."""

    challenge: bytes
    host: str
    origin: str


def add_passkey(user: User, name: str, credential: str, asked: Asked, *, now: datetime) -> Passkey:
    """Keep the public half of what the device made."""
    if user.authenticator_secret is None:
        raise DomainError(N_("먼저 인증 앱을 등록해 주십시오."))
    if len(passkeys_of(user.id)) >= PASSKEYS:
        raise DomainError(N_("패스키는 %(count)d개까지 등록합니다."), count=PASSKEYS)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.host,
            expected_origin=asked.origin,
        )
    except WebAuthnException:
        raise DomainError(REFUSED) from None
    passkey = Passkey(
        user_id=user.id,
        name=name,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        added_at=now,
    )
    db.session.add(passkey)
    db.session.flush()
    record("passkey.added", actor=user.actor, now=now, subject=("user", user.id))
    return passkey


def check_passkey(user: User, credential: str, asked: Asked, *, now: datetime) -> bool:
    """Whether one of the account's passkeys answered; one whose count went back was copied and opens nothing."""
    try:
        shown = parse_authentication_credential_json(credential)
        passkey = passkey_by_credential(user.id, base64url_to_bytes(shown.id))
        answer = passkey and verify_authentication_response(
            credential=shown,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.host,
            expected_origin=asked.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError):
        passkey, answer = None, None
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
