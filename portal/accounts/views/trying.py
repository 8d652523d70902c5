"""Passwords are compared before the transaction: it takes long, and nobody else may wait for it."""

from dataclasses import dataclass

from portal.accounts import actions
from portal.accounts.hashing import Tried, try_password
from portal.accounts.models import User
from portal.accounts.rules import PASSWORD_TRIES
from portal.accounts.throttling import Counter
from portal.accounts.views import device


@dataclass(frozen=True)
class Counted:
    """A password that was tried, and what counted it."""

    counters: list[Counter]
    tried: Tried


def try_to_enter(way: str, email: str, password: str) -> Counted:
    """Of whoever signs in by this address; raises `TooManyAttempts`."""
    return Counted(device.count_attempt(way, email, PASSWORD_TRIES), actions.try_password_of(email, password))


def try_present_password(user: User, password: str, *, way: str = "present password") -> Counted:
    """Of whoever is signed in; raises `TooManyAttempts`."""
    counters = device.count_attempt(way, str(user.id), PASSWORD_TRIES)
    return Counted(counters, try_password(user.password_hash, password))


def hash_for(user: User, password: str) -> str:
    """Of a new password; a weak one is refused beside the field."""
    return actions.checked_hash(password, (user.email or "", user.name))
