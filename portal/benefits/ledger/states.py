"""Kinds of ledger entries, the course of a charge and of a request to go over the cap."""

from enum import StrEnum

from portal.core.states import StateTable


class EntryKind(StrEnum):
    HOLD = "hold"
    COMMIT = "commit"
    RELEASE = "release"
    ADJUST = "adjust"


class ChargeState(StrEnum):
    """`HELD` from the booking on; `COMMITTED` when something is due; `RELEASED` when nothing is."""

    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"


class ChargeOutcome(StrEnum):
    """How the visit ended; the last three are committed only where the edition has a share due for them."""

    DONE = "done"
    NOBODY_HOME = "nobody_home"
    PROVIDER_ABSENT = "provider_absent"
    CANCELLED_LATE = "cancelled_late"
    CANCELLED_IN_TIME = "cancelled_in_time"
    MOVED = "moved"


class OverrideState(StrEnum):
    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class OverrideVerb(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


OVERRIDE_STATES = StateTable(
    {
        (OverrideState.REQUESTED, OverrideVerb.GRANT): OverrideState.GRANTED,
        (OverrideState.REQUESTED, OverrideVerb.REFUSE): OverrideState.REFUSED,
        (OverrideState.REQUESTED, OverrideVerb.WITHDRAW): OverrideState.WITHDRAWN,
    }
)
