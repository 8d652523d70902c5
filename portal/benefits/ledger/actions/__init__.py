"""Writes of the cap ledger: one function per verb."""

from portal.benefits.ledger.actions.carrying import carry_charges
from portal.benefits.ledger.actions.changes import (
    adjust_charge,
    change_payer,
    repay_line,
    reprice_held,
    reprice_person,
)
from portal.benefits.ledger.actions.charges import (
    Booking,
    commit_booking,
    commit_stay,
    correct_stay,
    end_booking,
    hold_booking,
    move_booking,
    shorten_booking,
)
from portal.benefits.ledger.actions.overrides import (
    Wanted,
    grant_override,
    refuse_override,
    request_override,
    set_spending_limit,
    withdraw_override,
)

__all__ = [
    "Booking",
    "Wanted",
    "adjust_charge",
    "carry_charges",
    "change_payer",
    "commit_booking",
    "commit_stay",
    "correct_stay",
    "end_booking",
    "grant_override",
    "hold_booking",
    "move_booking",
    "refuse_override",
    "repay_line",
    "reprice_held",
    "reprice_person",
    "request_override",
    "set_spending_limit",
    "shorten_booking",
    "withdraw_override",
]
