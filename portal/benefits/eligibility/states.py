"""The three answers, how a condition stands, and how income and groups were verified."""

from enum import StrEnum


class Answer(StrEnum):
    ELIGIBLE = "eligible"
    TENTATIVE = "tentative"
    NOT_ELIGIBLE = "not_eligible"


class Standing(StrEnum):
    """How one condition stands."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class VerifiedBy(StrEnum):
    """How a band or a group was verified; `DECLARED` is what the person said and counts as unverified."""

    PUBLIC_SYSTEM = "public_system"
    CERTIFICATE_SEEN = "certificate_seen"
    COMMUNITY_CENTRE = "community_centre"
    DECLARED = "declared"


class Occasion(StrEnum):
    """Why eligibility was checked."""

    APPLICATION = "application"
    PLAN = "plan"
    YEAR_TURN = "year_turn"
    FACTS_CHANGED = "facts_changed"
    ASKED = "asked"


class Part(StrEnum):
    """What a condition decides: everybody meets each `ENTRY` and one `WAY`; `SHARE` is what they pay, `ORDER` when."""

    ENTRY = "entry"
    WAY = "way"
    SHARE = "share"
    ORDER = "order"
