"""Reads of the cap ledger."""

from portal.benefits.ledger.queries.balances import (
    Balance,
    PartBalance,
    account_of,
    accounts_of,
    balance,
    cap_of_year,
    entries_of,
    get_account,
    part_balances,
    sum_of_entries,
    untied_accounts,
)
from portal.benefits.ledger.queries.charges import (
    charge_of,
    charges_between,
    charges_of,
    charges_of_account,
    charges_of_person,
    get_charge,
    register_settled,
    settled_among,
)

__all__ = [
    "Balance",
    "PartBalance",
    "account_of",
    "accounts_of",
    "balance",
    "cap_of_year",
    "charge_of",
    "charges_between",
    "charges_of",
    "charges_of_account",
    "charges_of_person",
    "entries_of",
    "get_account",
    "get_charge",
    "part_balances",
    "register_settled",
    "settled_among",
    "sum_of_entries",
    "untied_accounts",
]
