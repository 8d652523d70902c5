"""What becomes of a visit; visits that did not happen are different things (domain.md §2)."""

from enum import StrEnum


class VisitState(StrEnum):
    BOOKED = "booked"
    DONE = "done"
    NOBODY_HOME = "nobody_home"
    PROVIDER_ABSENT = "provider_absent"
    CANCELLED_IN_TIME = "cancelled_in_time"
    CANCELLED_LATE = "cancelled_late"
    MOVED = "moved"


class ConfirmedBy(StrEnum):
    """How the resident confirmed that the visit took place."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    PHONE = "phone"
    NOT_POSSIBLE = "not_possible"


class Rating(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
