"""Reads of the cap ledger."""

from portal.benefits.ledger.queries.asking import terms_before_asking
from portal.benefits.ledger.queries.balances import (
    Balance,
    PartBalance,
    account_of,
    accounts_of,
    balance,
    cap_of_year,
    edition_of_year,
    entries_of,
    get_account,
    part_balances,
    untied_accounts,
)
from portal.benefits.ledger.queries.cards import BookingCard, Cards, Mix
from portal.benefits.ledger.queries.charges import (
    SETTLED,
    AbsenceCost,
    absence_share,
    charge_of,
    charges_between,
    charges_of_person,
    cost_of_absence,
    get_charge,
    is_price_charged,
    settled_among,
)
from portal.benefits.ledger.queries.supports import Support, my_support, support_of

__all__ = [
    "SETTLED",
    "AbsenceCost",
    "Balance",
    "BookingCard",
    "Cards",
    "Mix",
    "PartBalance",
    "Support",
    "absence_share",
    "account_of",
    "accounts_of",
    "balance",
    "cap_of_year",
    "charge_of",
    "charges_between",
    "charges_of_person",
    "cost_of_absence",
    "edition_of_year",
    "entries_of",
    "get_account",
    "get_charge",
    "is_price_charged",
    "my_support",
    "part_balances",
    "settled_among",
    "support_of",
    "terms_before_asking",
    "untied_accounts",
]
