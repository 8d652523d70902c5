"""Words of programmes: groups of people, income bands, the course of an edition."""

from enum import StrEnum

from portal.core.states import StateTable


class PersonGroup(StrEnum):
    """What somebody may be beside their age; some groups are always supported."""

    RECIPIENT = "recipient"
    NEAR_POOR = "near_poor"
    DISABLED = "disabled"
    CRISIS = "crisis"
    DYING_ALONE_RISK = "dying_alone_risk"


class IncomeBand(StrEnum):
    """Share of the median income of the household's size (domain.md §3). Unverified is no row, never a member."""

    UP_TO_50 = "up_to_50"
    UP_TO_85 = "up_to_85"
    UP_TO_100 = "up_to_100"
    OVER_100 = "over_100"


BAND_TOP = {IncomeBand.UP_TO_50: 50, IncomeBand.UP_TO_85: 85, IncomeBand.UP_TO_100: 100}
"""The highest per cent that a band reaches; the last band has none."""


class RuleSource(StrEnum):
    """Where the value of a rule comes from."""

    FOUNDING = "founding"
    PUBLIC = "public"


class EditionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class EditionVerb(StrEnum):
    PUBLISH = "publish"
    DISCARD = "discard"


EDITION_STATES = StateTable(
    {
        (EditionState.DRAFT, EditionVerb.PUBLISH): EditionState.PUBLISHED,
        (EditionState.DRAFT, EditionVerb.DISCARD): EditionState.DISCARDED,
    }
)


class ImportKind(StrEnum):
    MEDIAN_INCOME = "median_income"
    UNIT_PRICE = "unit_price"


class RowStanding(StrEnum):
    """What a row of an imported table does: `SAME` is known already and changes nothing."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class Absence(StrEnum):
    """How a booked visit ended without being done; each has its own money rule (domain.md §2)."""

    NOBODY_HOME = "nobody_home"
    PROVIDER_ABSENT = "provider_absent"
    CANCELLED_LATE = "cancelled_late"
    CANCELLED_IN_TIME = "cancelled_in_time"
