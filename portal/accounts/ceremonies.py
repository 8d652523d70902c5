"""What a device is asked for a passkey and what it answers: the only door to webauthn.

Imported where it is used: webauthn and what it brings take six megabytes of every process.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement
from webauthn.registration.verify_registration_response import VerifiedRegistration

from portal.accounts.models import Passkey, User
from portal.accounts.rules import Asked


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks of the device, and its challenge, which the answer must carry."""

    challenge: bytes
    options: str


def ask_for_new(user: User, known: Iterable[Passkey], *, host: str, site_name: str) -> Question:
    options = generate_registration_options(
        rp_id=host,
        rp_name=site_name,
        user_id=user.id.bytes,
        user_name=user.email or user.name,
        user_display_name=user.name,
        exclude_credentials=_described(known),
    )
    return Question(options.challenge, options_to_json(options))


def ask_for_one_of(known: Iterable[Passkey], *, host: str) -> Question:
    options = generate_authentication_options(
        rp_id=host, allow_credentials=_described(known), user_verification=UserVerificationRequirement.DISCOURAGED
    )
    return Question(options.challenge, options_to_json(options))


def _described(known: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each.credential) for each in known]


def made(credential: str, asked: Asked) -> VerifiedRegistration | None:
    """What the device made, or nothing where it answers something else."""
    try:
        return verify_registration_response(
            credential=credential,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.host,
            expected_origin=asked.origin,
        )
    except WebAuthnException:
        return None


def name_of(credential: str) -> bytes:
    """Which passkey says that it answers; b"" where that cannot be read."""
    try:
        return base64url_to_bytes(parse_authentication_credential_json(credential).id)
    except (WebAuthnException, ValueError):
        return b""


def shown(credential: str, asked: Asked, passkey: Passkey) -> VerifiedAuthentication | None:
    """What the passkey showed, or nothing where it did not answer what was asked."""
    try:
        return verify_authentication_response(
            credential=credential,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.host,
            expected_origin=asked.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError):
        return None
