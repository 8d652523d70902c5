"""Writes of minutes that are to be confirmed: one function per verb, each recorded in the audit."""

from portal.consortium.minutes.actions.confirming import (
    answer_amendment,
    forget_deputy,
    pass_on,
    remind_of_minutes,
    say_of_minutes,
    send_minutes,
    shelve_minutes,
)
from portal.consortium.minutes.actions.consulting import ask_at_address, note_consulted
from portal.consortium.minutes.actions.sealing import seal_due, seal_minutes

__all__ = [
    "answer_amendment",
    "ask_at_address",
    "forget_deputy",
    "note_consulted",
    "pass_on",
    "remind_of_minutes",
    "say_of_minutes",
    "seal_due",
    "seal_minutes",
    "send_minutes",
    "shelve_minutes",
]
