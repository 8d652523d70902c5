"""How a contact was made and what came of it."""

from enum import StrEnum


class ContactMeans(StrEnum):
    CALL = "call"
    VISIT = "visit"
    MESSAGE = "message"


class ContactOutcome(StrEnum):
    """Silence never counts as well (domain.md §8)."""

    WELL = "well"
    NEEDS_CHANGE = "needs_change"
    WORRYING = "worrying"
    NO_ANSWER = "no_answer"
