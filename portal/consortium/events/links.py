"""The link by which whoever takes part sees their place and gives it back, without an account."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from portal.extensions import current_settings

UNDER = "/events/place"


def token_of(guest_id: UUID) -> str:
    """Names the guest so that nobody else can write it; it opens until the guest is destroyed."""
    return str(_signer().dumps(guest_id.hex))


def guest_in(token: str) -> UUID | None:
    """The guest that a token names; None where it is none of ours."""
    try:
        return UUID(hex=_signer().loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def place_link(guest_id: UUID) -> str:
    """The whole address, for a mail."""
    return f"{current_settings().base_url.rstrip('/')}{UNDER}/{token_of(guest_id)}"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_settings().secret_key.get_secret_value(), salt="place in an event")
