"""What is done about people who are not heard of, or whom somebody asks to look at."""

from portal.monitoring.alerts.actions.ladder import (
    Tried,
    end_alert,
    escalate_due,
    go_on,
    hear_from_neighbour,
    look_after,
    look_again,
    merge_alert,
    part_alert,
    put_off,
    record_attempt,
)
from portal.monitoring.alerts.actions.noting import note_absence, note_activity, note_contact
from portal.monitoring.alerts.actions.page import see_to_alert
from portal.monitoring.alerts.actions.raising import (
    ask_by_neighbour,
    ask_for_worry,
    ask_to_look,
    call_for_help,
    hear_emergency,
    hear_unclear_call,
    raise_alert,
)

__all__ = [
    "Tried",
    "ask_by_neighbour",
    "ask_for_worry",
    "ask_to_look",
    "call_for_help",
    "end_alert",
    "escalate_due",
    "go_on",
    "hear_emergency",
    "hear_from_neighbour",
    "hear_unclear_call",
    "look_after",
    "look_again",
    "merge_alert",
    "note_absence",
    "note_activity",
    "note_contact",
    "part_alert",
    "put_off",
    "raise_alert",
    "record_attempt",
    "see_to_alert",
]
