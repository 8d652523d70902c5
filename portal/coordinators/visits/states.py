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


class Attempt(StrEnum):
    """What a worker tried before leaving a house where nobody answered."""

    RANG = "rang"
    CALLED = "called"
    WAITED = "waited"
    ASKED_NEIGHBOUR = "asked_neighbour"
    ASKED_COORDINATOR = "asked_coordinator"


CANCELLED = frozenset({VisitState.CANCELLED_IN_TIME, VisitState.CANCELLED_LATE})
