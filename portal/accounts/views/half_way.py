"""Who has shown the right password on this device a moment ago, and not yet a second factor."""

from datetime import datetime
from uuid import UUID

from flask import request, session

from portal.accounts import actions, keys
from portal.accounts.models import User
from portal.accounts.queries import get_user
from portal.accounts.rules import SECOND_STEP_WITHIN
from portal.core import clock

WAY = "staff"


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
