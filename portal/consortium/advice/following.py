"""What becomes of advice when whoever was to work it in leaves."""

from portal.consortium.advice.actions import take_over
from portal.core.events import Event, Follow, Happened


def hand_over(happened: Happened) -> None:
    take_over(happened.subject_id, actor=happened.actor, now=happened.now)


FOLLOWS: dict[Event, Follow] = {Event.ACCOUNT_CLOSED: hand_over}
