"""How passwords are kept: argon2id, a few at a time, so that signing in never takes all memory."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.extensions import current_settings

AT_ONCE = 2
_slots = BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """The hash to keep, by the parameters of the settings."""
    with _slots:
        return _hasher().hash(_one_form(password))


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` is right; without a hash it is wrong, after the same work."""
    with _slots:
        try:
            _hasher().verify(password_hash or _nobodys_hash(), _one_form(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made by other parameters than the settings ask for."""
    return _hasher().check_needs_rehash(password_hash)


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
