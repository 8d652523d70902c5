"""Writes of the settlement: one function per verb."""

from portal.benefits.settlement.actions.accounts import confirm_account, masked_number, propose_account, refuse_account
from portal.benefits.settlement.actions.disputes import (
    hand_dispute_over,
    raise_dispute,
    settle_dispute,
    withdraw_dispute,
)
from portal.benefits.settlement.actions.downloads import record_download, record_month_download
from portal.benefits.settlement.actions.drawing import draw_statement, request_run
from portal.benefits.settlement.actions.steps import (
    approve_statement,
    check_statement,
    pay_month,
    pay_statement,
    return_statement,
    submit_statement,
    uncheck_statement,
)

__all__ = [
    "approve_statement",
    "check_statement",
    "confirm_account",
    "draw_statement",
    "hand_dispute_over",
    "masked_number",
    "pay_month",
    "pay_statement",
    "propose_account",
    "raise_dispute",
    "record_download",
    "record_month_download",
    "refuse_account",
    "request_run",
    "return_statement",
    "settle_dispute",
    "submit_statement",
    "uncheck_statement",
    "withdraw_dispute",
]
