"""The link by which somebody who is asked to a meeting answers without signing in."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from portal.extensions import current_settings

UNDER = "/meetings"
INVITED = "/invited/<token>"
"""Below the address of the meetings."""


def token_of(attendee_id: UUID) -> str:
    """Names the seat so that nobody else can write it; it opens for as long as the seat stands."""
    return str(_signer().dumps(attendee_id.hex))


def seat_in(token: str) -> UUID | None:
    """The seat that a token names; None where it is none of ours."""
    try:
        return UUID(hex=_signer().loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def answer_link(attendee_id: UUID) -> str:
    """The whole address, for a mail."""
    return current_settings().base_url.rstrip("/") + UNDER + INVITED.replace("<token>", token_of(attendee_id))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_settings().secret_key.get_secret_value(), salt="meeting invitation")
