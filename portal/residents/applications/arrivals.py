"""What higher features do when an application arrives, in its transaction."""

from collections.abc import Callable
from datetime import datetime

from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes
from portal.residents.applications.models import Application

Follow = Callable[[Application, Actor, datetime], None]

ARRIVALS: Socket[Follow] = Socket("arrivals of applications", Takes.MANY)
"""Called with (application, actor, now) after an application was taken in."""


def tell_arrival(application: Application, *, by: Actor, now: datetime) -> None:
    for follow in ARRIVALS:
        follow(application, by, now)
