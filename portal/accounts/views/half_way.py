"""Who has shown on this device a moment ago who they are, by password or provider, and not yet a second factor."""

from datetime import datetime
from uuid import UUID

from flask import request, session

from portal.accounts import actions, keys
from portal.accounts.models import User
from portal.accounts.providers.shown import put_in_words, taken_from_words
from portal.accounts.queries import get_user
from portal.accounts.rules import SECOND_STEP_WITHIN, Shown
from portal.core import clock

WAY = "staff"


def begin_half_way(user: User, shown: Shown | None = None) -> None:
    """Remember in a fresh cookie who it is, and what a provider said where they came by one."""
    session.clear()
    session["second_step"] = {
        "user": str(user.id),
        "at": clock.now().isoformat(),
        "password": actions.password_mark(user),
        "shown": put_in_words(shown) if shown else None,
    }


def came_by() -> Shown | None:
    """What the provider said of whoever is half way, where it was one."""
    said = session.get("second_step", {}).get("shown")
    return taken_from_words(said) if said else None


def half_way() -> User | None:
    """Who showed on this device a moment ago what still is the right password."""
    kept = session.get("second_step")
    if kept is None or datetime.fromisoformat(kept["at"]) + SECOND_STEP_WITHIN <= clock.now():
        return None
    user = get_user(UUID(kept["user"]))
    if request.method == "POST":
        actions.hold_account(user)
    is_same = keys.same(kept.get("password", ""), actions.password_mark(user))
    return user if user.disabled_at is None and is_same else None
