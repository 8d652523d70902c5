"""Reads of what is known of a person, of the answers kept, and of who may pay a line of the care plan."""

from portal.benefits.eligibility.queries.answers import (
    Change,
    EditionFinding,
    changes_by,
    checks_of,
    checks_of_person,
    finding_of,
    findings,
    latest_checks,
    newest_days,
)
from portal.benefits.eligibility.queries.facts import (
    facts_of,
    facts_of_all,
    facts_of_newcomer,
    group_rows_on,
    groups_of,
    income_on,
    incomes_of,
    is_median_used,
    urgency_means,
)
from portal.benefits.eligibility.queries.paying import (
    LinePayer,
    PayerOption,
    line_payers,
    payer_of,
    payers_for,
    payers_of,
)

__all__ = [
    "Change",
    "EditionFinding",
    "LinePayer",
    "PayerOption",
    "changes_by",
    "checks_of",
    "checks_of_person",
    "facts_of",
    "facts_of_all",
    "facts_of_newcomer",
    "finding_of",
    "findings",
    "group_rows_on",
    "groups_of",
    "income_on",
    "incomes_of",
    "is_median_used",
    "latest_checks",
    "line_payers",
    "newest_days",
    "payer_of",
    "payers_for",
    "payers_of",
    "urgency_means",
]
