"""Who is signed in on this device: the session row behind the cookie, and when it runs out."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from flask import redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from portal.accounts.actions import sessions
from portal.accounts.models import User
from portal.accounts.queries import OpenSession, session_by_token
from portal.accounts.rules import SessionTimes, Shown, is_staff
from portal.accounts.views import device
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes
from portal.extensions import current_settings, login_manager
from portal.web.pages import local_target

COVERS: Socket[Callable[[Actor, date], Actor]] = Socket("for whom somebody stands in today", Takes.ONE)


class SignedIn(UserMixin):
    """What Flask-Login calls the user: plain values of a session row, so that they outlive a rollback."""

    def __init__(self, token: str, row: OpenSession) -> None:
        self.token = token
        self.session_id = row.id
        self.user_id = row.actor.user_id
        self.last_seen_at = row.last_seen_at
        self.proved_at = row.proved_at
        self.account = row.actor
        self.has_authenticator = row.has_authenticator
        self.issuer = row.issuer
        self.by_two_factors = row.by_two_factors

    def get_id(self) -> str:
        return self.token

    @cached_property
    def actor(self) -> Actor:
        """The account with those for whom it stands in today: asked when somebody first looks for it."""
        return COVERS.only()(self.account, clock.day_of(clock.now()))

    @property
    def is_staff(self) -> bool:
        return is_staff(self.account.roles)


@login_manager.user_loader
def load(token: str) -> SignedIn | None:
    """The session of the cookie, unless it ended or ran out; it is seen now."""
    row = session_by_token(token)
    if row is None:
        return None
    now = clock.now()
    if ends_at(row) <= now:
        sessions.note_over(row.id, now=now)
        return None
    sessions.note_seen(row, now=now)
    return SignedIn(token, row)


def ends_at(row: OpenSession) -> datetime:
    """When the session is over unless it is used before."""
    settings = current_settings()
    return SessionTimes(row.started_at, row.last_seen_at).ends_at(
        staff=is_staff(row.actor.roles),
        idle=timedelta(minutes=settings.staff_idle_minutes),
        resident_lasts=timedelta(days=settings.resident_session_days),
    )


def enter(user: User, *, way: str, key: str, second_factor: bool = False, shown: Shown | None = None) -> Response:
    """Begin a session of this device, in a fresh cookie, and lead to where the person was going."""
    target = local_target(request.args.get("next"), url_for("accounts.home"))
    if current_user.is_authenticated:
        sessions.end_session(current_user.session_id, actor=current_user.actor, now=clock.now())
    session.clear()
    token = sessions.begin_session(
        user,
        device=request.user_agent.string,
        address=request.remote_addr or "",
        now=clock.now(),
        second_factor=second_factor,
        shown=shown,
    )
    row = session_by_token(token)
    if row is None:
        raise RuntimeError("the session that began is not there")
    login_user(SignedIn(token, row))
    session.permanent = not is_staff(user.actor.roles)
    response = redirect(target)
    device.remember(response, key, way, user.id)
    return response


def leave_idle() -> None:
    """End the session of this device if it has indeed not been used for long enough."""
    idle = timedelta(minutes=current_settings().staff_idle_minutes)
    if current_user.is_authenticated and current_user.is_staff and current_user.last_seen_at + idle <= clock.now():
        sessions.note_over(current_user.session_id, now=clock.now())
        logout_user()
        session.clear()


@bp.app_context_processor
def idle_context() -> dict[str, Any]:
    """After how many seconds the page warns; nothing for residents, who stay signed in."""
    if not current_user.is_authenticated or not current_user.is_staff:
        return {}
    return {"idle_seconds": current_settings().staff_idle_minutes * 60}
