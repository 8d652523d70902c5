"""What follows for minutes when somebody who was there is reached at another address, or has done what they had to."""

from portal.consortium.meetings.undone import find_task
from portal.consortium.minutes.actions import ask_at_address
from portal.consortium.minutes.searching import let_outcome_be_found
from portal.core.events import Event, Follow, Happened


def ask_there(happened: Happened) -> None:
    ask_at_address(happened.subject_id, now=happened.now)


def find_what_became(happened: Happened) -> None:
    task = find_task(happened.subject_id)
    if task is not None:
        let_outcome_be_found(task)


FOLLOWS: dict[Event, Follow] = {Event.SEAT_REACHED: ask_there, Event.TASK_ENDED: find_what_became}
