"""What higher features do when an application arrives, in its transaction."""

from collections.abc import Callable
from datetime import datetime

from portal.core.permissions import Actor
from portal.residents.applications.models import Application

Follow = Callable[[Application, Actor, datetime], None]

_followers: list[Follow] = []


def when_one_arrives(follow: Follow) -> None:
    """Call `follow(application, actor, now)` after an application was taken in."""
    if follow not in _followers:
        _followers.append(follow)


def tell_arrival(application: Application, *, by: Actor, now: datetime) -> None:
    for follow in _followers:
        follow(application, by, now)
