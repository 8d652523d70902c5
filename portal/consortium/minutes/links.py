"""The link by which somebody who was at a meeting reads and confirms its minutes without signing in."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from portal.extensions import current_settings

UNDER = "/minutes"
READ = "/read/<token>"
"""Below the address of the minutes."""


def token_of(seat_id: UUID) -> str:
    """Names the seat so that nobody else can write it."""
    return str(_signer().dumps(seat_id.hex))


def seat_in(token: str) -> UUID | None:
    """The seat that a token names; None where it is none of ours."""
    try:
        return UUID(hex=_signer().loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def read_path(seat_id: UUID) -> str:
    return UNDER + READ.replace("<token>", token_of(seat_id))


def read_link(seat_id: UUID) -> str:
    """The whole address, for a mail."""
    return current_settings().base_url.rstrip("/") + read_path(seat_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_settings().secret_key.get_secret_value(), salt="meeting minutes")
