"""How tokens and codes are drawn, and how only their digests are kept."""

import hashlib
import hmac
import secrets
from uuid import UUID

from portal.extensions import current_settings

CODE_DIGITS = 6
_MARK_LENGTH = 32
_RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_RECOVERY_GROUP = 5


def new_token() -> str:
    """256 random bits for a link or a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six random digits; the first may be 0."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def new_recovery_code() -> str:
    """Two groups of five letters and digits that are hard to mistake for each other: "k7m2p-9xw4r"."""
    letters = [secrets.choice(_RECOVERY_ALPHABET) for _ in range(2 * _RECOVERY_GROUP)]
    return f"{''.join(letters[:_RECOVERY_GROUP])}-{''.join(letters[_RECOVERY_GROUP:])}"


def digest(token: str) -> str:
    """Of a token too long to be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_digest(purpose: str, *parts: str) -> str:
    """Of something short enough to be guessed (a code, a telephone number): nobody computes it without our key."""
    key = current_settings().secret_key.get_secret_value().encode()
    return hmac.new(key, "\0".join((purpose, *parts)).encode(), hashlib.sha256).hexdigest()


def account_digest(way: str, typed: str) -> str:
    """Stands for what was typed as account to enter by `way`, whether or not there is one."""
    return keyed_digest("account", way, typed)


def account_mark(user_id: UUID) -> str:
    """Names an account in a page so that nobody else can write it."""
    return f"{user_id.hex}.{keyed_digest('mark of account', user_id.hex)[:_MARK_LENGTH]}"


def account_of_mark(mark: str) -> UUID | None:
    """The account of a mark of ours."""
    text, _, _digest = mark.partition(".")
    try:
        user_id = UUID(hex=text)
    except ValueError:
        return None
    return user_id if same(mark, account_mark(user_id)) else None


def contact_digest(key: str) -> str:
    """Stands for a telephone number or an address to which codes are sent."""
    return keyed_digest("sign-in contact", key)


def same(one: str, other: str) -> bool:
    """Equal? Takes as long whatever the answer."""
    return hmac.compare_digest(one.encode(), other.encode())
