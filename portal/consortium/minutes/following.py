"""What follows for minutes when somebody who was there is reached at another address."""

from portal.consortium.minutes.actions import ask_at_address
from portal.core.events import Event, Follow, Happened


def ask_there(happened: Happened) -> None:
    ask_at_address(happened.subject_id, now=happened.now)


FOLLOWS: dict[Event, Follow] = {Event.SEAT_REACHED: ask_there}
