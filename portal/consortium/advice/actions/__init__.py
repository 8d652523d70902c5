"""Writes of the experts and of what they advised: one function per verb, each recorded in the audit."""

from portal.consortium.advice.actions.agenda import bring_open
from portal.consortium.advice.actions.experts import ExpertDetails, add_expert, change_expert, erase_expert
from portal.consortium.advice.actions.pieces import (
    AdviceDetails,
    Answer,
    answer_advice,
    apply_advice,
    change_advice,
    note_advice,
    reopen_advice,
    take_over,
)

__all__ = [
    "AdviceDetails",
    "Answer",
    "ExpertDetails",
    "add_expert",
    "answer_advice",
    "apply_advice",
    "bring_open",
    "change_advice",
    "change_expert",
    "erase_expert",
    "note_advice",
    "reopen_advice",
    "take_over",
]
