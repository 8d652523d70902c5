"""What happens in the life of a household, a member, an account or a meeting, and how those concerned hear of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from portal.core.actors import Actor
from portal.core.sockets import Socket, Takes


class Event(StrEnum):
    """Each says whose id the event names."""

    HELD = "held"
    """A household's care rests."""

    HOLD_CHANGED = "hold_changed"
    """A household's care rests until another day than was known."""

    CLOSED = "closed"
    """A household's care has ended."""

    DIED = "died"
    """A person has died."""

    CONTACT_CHANGED = "contact_changed"
    """A person has another telephone or mail address."""

    RESUMED = "resumed"
    """A household's care goes on after a hold."""

    JOINED = "joined"
    """What two files held belongs to one household since, or to two again; told of each of them."""

    MOVED = "moved"
    """A household lives in another dong."""

    PLAN_RENEWED = "plan_renewed"
    """A household's plan took the place of an earlier one."""

    CONSENT_WITHDRAWN = "consent_withdrawn"
    """A person took a consent back."""

    CONSENT_GIVEN = "consent_given"
    """A person answered a consent anew, or confirmed what a helper had given."""

    MEMBER_CHANGED = "member_changed"
    """A member has a last day, other dongs, another agreement or insurance, or its workers are others."""

    TERM_RAN_OUT = "term_ran_out"
    """A member's agreement or insurance has run out."""

    DAY_CLOSED = "day_closed"
    """A member does not work on a day."""

    DAY_REOPENED = "day_reopened"
    """A member works on a day that it had closed."""

    TIMES_CHANGED = "times_changed"
    """A member's times have another end or go to other dongs."""

    OFFER_ENDED = "offer_ended"
    """A member stops a service."""

    SERVICE_ENDED = "service_ended"
    """A service of the catalogue has a last day."""

    PROGRAMME_ENDED = "programme_ended"
    """A programme that pays has a last day."""

    MEETING_CLOSED = "meeting_closed"
    """A meeting is over, and its minutes are locked."""

    SEAT_REACHED = "seat_reached"
    """Somebody who is asked to a meeting is reached at another address."""

    MEETING_CALLED_OFF = "meeting_called_off"
    """A meeting does not take place."""

    DECISION_CHANGED = "decision_changed"
    """A decision of a meeting says something else."""

    DECISION_STRUCK = "decision_struck"
    """A decision is about to be struck from a meeting that is not closed yet."""

    TASK_ENDED = "task_ended"
    """What somebody had to do after a meeting is done, or is to be done after all."""

    OFFER_MADE = "offer_made"
    """A member begins a service, or again."""

    PRICED = "priced"
    """A service has another row of prices, or one less."""

    COORDINATOR_ON_LEAVE = "coordinator_on_leave"
    """A coordinator is away on other days than was known, or somebody else stands in, or nobody."""

    ACCOUNT_CLOSED = "account_closed"
    """Somebody who works here signs in no more."""

    ROLE_REVOKED = "role_revoked"
    """Somebody who works here has a role no more."""

    STAFF_LEAVES = "staff_leaves"
    """An account is about to close, or to lose the role that accompanies households; a follower may refuse."""


@dataclass(frozen=True, slots=True)
class Happened:
    event: Event
    subject_id: UUID
    actor: Actor
    now: datetime
    last_day: date | None = None
    """The last day that it is about, where it has one: of a hold, of a membership."""
    note: str = ""
    """What whoever acted wrote about it."""


Follow = Callable[[Happened], None]
FOLLOWERS: Socket[Follow] = Socket("followers by event", Takes.MANY)
"""Called in the transaction of the act."""


def tell(
    event: Event, subject_id: UUID, *, actor: Actor, now: datetime, last_day: date | None = None, note: str = ""
) -> None:
    """Let everybody who follows the event act; a refusal of theirs takes the event back."""
    happened = Happened(event, subject_id, actor, now, last_day, note)
    for follow in FOLLOWERS.under(event):
        follow(happened)
