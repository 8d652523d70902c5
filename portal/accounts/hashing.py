"""How passwords are kept: argon2id, a few at a time, so that signing in never takes all memory."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.db.transaction import refuse_slow_work
from portal.extensions import current_settings

AT_ONCE = 2
NO_PASSWORD = "-"  # noqa: S105 no hash is so
"""Of staff who enter by their organisation's provider and never set one."""
_slots = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Tried:
    """A password compared with the hash that an account had, before the transaction in which something follows of it.

    `renewed` is its hash by the present parameters, where the account's was made by others.
    """

    against: str | None
    right: bool
    renewed: str | None = None


def try_password(password_hash: str | None, password: str) -> Tried:
    """Compare; without a hash it is wrong, after the same work."""
    right = password_matches(password_hash, password)
    is_old = right and _hasher().check_needs_rehash(password_hash or "")
    return Tried(password_hash, right, hash_password(password) if is_old else None)


def hash_password(password: str) -> str:
    """The hash to keep, by the parameters of the settings; raises `SlowWork` where others wait for it."""
    refuse_slow_work()
    with _slots:
        return _hasher().hash(_one_form(password))


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` is right; without a hash it is wrong, after the same work."""
    refuse_slow_work()
    kept = None if password_hash == NO_PASSWORD else password_hash
    with _slots:
        try:
            _hasher().verify(kept or _nobodys_hash(), _one_form(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def _one_form(password: str) -> str:
    """Keyboards write the same syllable in one character or in three."""
    return unicodedata.normalize("NFC", password)


def _hasher() -> PasswordHasher:
    settings = current_settings()
    return _hasher_of(settings.argon2_memory_kib, settings.argon2_passes)


@cache
def _hasher_of(memory_kib: int, passes: int) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)


def _nobodys_hash() -> str:
    settings = current_settings()
    return _nobodys_hash_of(settings.argon2_memory_kib, settings.argon2_passes)


@cache
def _nobodys_hash_of(memory_kib: int, passes: int) -> str:
    return _hasher_of(memory_kib, passes).hash("nobody signs in with this")
