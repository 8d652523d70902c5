"""The course of a referral, from the request to its end."""

from enum import StrEnum

from portal.core.states import StateTable


class ReferralState(StrEnum):
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BOOKED = "booked"
    DONE = "done"
    NOBODY_HOME = "nobody_home"
    PROVIDER_ABSENT = "provider_absent"
    CANCELLED = "cancelled"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class ReferralVerb(StrEnum):
    ACCEPT = "accept"
    UNDO_ACCEPT = "undo_accept"
    DECLINE = "decline"
    BOOK = "book"
    RECORD_DONE = "record_done"
    RECORD_NOBODY_HOME = "record_nobody_home"
    RECORD_PROVIDER_ABSENT = "record_provider_absent"
    CANCEL = "cancel"
    MOVE = "move"
    HOLD = "hold"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    CLOSE = "close"


S, V = ReferralState, ReferralVerb

REFERRAL_STATES = StateTable(
    {
        (S.REQUESTED, V.ACCEPT): S.ACCEPTED,
        (S.REQUESTED, V.DECLINE): S.DECLINED,
        (S.REQUESTED, V.HOLD): S.ON_HOLD,
        (S.REQUESTED, V.WITHDRAW): S.WITHDRAWN,
        (S.ACCEPTED, V.UNDO_ACCEPT): S.REQUESTED,
        (S.ACCEPTED, V.BOOK): S.BOOKED,
        (S.ACCEPTED, V.DECLINE): S.DECLINED,
        (S.ACCEPTED, V.HOLD): S.ON_HOLD,
        (S.ACCEPTED, V.WITHDRAW): S.WITHDRAWN,
        (S.BOOKED, V.MOVE): S.BOOKED,
        (S.BOOKED, V.CANCEL): S.CANCELLED,
        (S.BOOKED, V.RECORD_DONE): S.DONE,
        (S.BOOKED, V.RECORD_NOBODY_HOME): S.NOBODY_HOME,
        (S.BOOKED, V.RECORD_PROVIDER_ABSENT): S.PROVIDER_ABSENT,
        (S.ON_HOLD, V.RESUME): S.REQUESTED,
        (S.ON_HOLD, V.WITHDRAW): S.WITHDRAWN,
        (S.DECLINED, V.CLOSE): S.CLOSED,
        (S.DONE, V.CLOSE): S.CLOSED,
        (S.NOBODY_HOME, V.CLOSE): S.CLOSED,
        (S.PROVIDER_ABSENT, V.CLOSE): S.CLOSED,
        (S.CANCELLED, V.CLOSE): S.CLOSED,
    }
)

OPEN_STATES = frozenset({S.REQUESTED, S.ACCEPTED, S.BOOKED, S.ON_HOLD})
HOLDING_STATES = frozenset({S.REQUESTED, S.ACCEPTED})
"""States in which one place of the slot is held."""
DISCLOSED_STATES = frozenset({S.ACCEPTED, S.BOOKED})
"""States in which the co-operative sees whom it visits."""
ENDED_STATES = frozenset({S.DECLINED, S.DONE, S.NOBODY_HOME, S.PROVIDER_ABSENT, S.CANCELLED, S.WITHDRAWN, S.CLOSED})


class DeclineReason(StrEnum):
    """`NO_CAPACITY` offers the next free slot at once."""

    NO_CAPACITY = "no_capacity"
    OUTSIDE_AREA = "outside_area"
    NOT_OUR_SERVICE = "not_our_service"
    NEEDS_TWO_WORKERS = "needs_two_workers"
    SAFETY = "safety"
    OTHER = "other"


class CancelledBy(StrEnum):
    RESIDENT = "resident"
    COOPERATIVE = "cooperative"
    COORDINATOR = "coordinator"
