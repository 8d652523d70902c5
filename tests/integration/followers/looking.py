"""How a follower is looked at: what is needed, the event, and what is so because somebody followed it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from portal.accounts.actions import disable_user, revoke_role
from portal.accounts.models import User
from portal.core.events import Event, Follow
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.extensions import db
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_office

E = Event
LATER, SOON = NOW + timedelta(days=2), NOW + timedelta(days=3)
Look = tuple[Callable[[], object], Callable[[], object]]
"""The act that is the event, and what is so because somebody followed it, and was not before."""

LOOKS: dict[tuple[Event, Follow], Callable[[], Look]] = {}
OF_STAFF = (E.ACCOUNT_CLOSED, E.ROLE_REVOKED)


def looks(event: Event, follow: Follow) -> Callable[[Callable[[], Look]], Callable[[], Look]]:
    def keep(look: Callable[[], Look]) -> Callable[[], Look]:
        LOOKS[event, follow] = look
        return look

    return keep


Leaving = Callable[[], tuple[User, Callable[[], object]]]
"""Somebody who works here, and what is so once they have left."""


def of_leaving(follow: Follow, *events: Event) -> Callable[[Leaving], Leaving]:
    """The same of an account that closes and of a role that is taken back, each by the office."""

    def keep(leaving: Leaving) -> Leaving:
        for event in events or OF_STAFF:
            LOOKS[event, follow] = partial(_look_at, leaving, event)
        return leaving

    return keep


def _look_at(leaving: Leaving, event: Event) -> Look:
    (leaver, seen), actor = leaving(), make_office().actor
    if event is E.ROLE_REVOKED:
        return lambda: revoke_role(leaver.grants[0], actor=actor, now=NOW), seen
    return lambda: disable_user(leaver, actor=actor, now=NOW), seen


def told(user: User, matter: Matter) -> list[str]:
    db.session.flush()
    words = select(StaffNotice.words).where(StaffNotice.user_id == user.id, StaffNotice.matter == matter)
    return list(db.session.scalars(words))
