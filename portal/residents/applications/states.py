"""The course and the choices of an application."""

from enum import StrEnum

from portal.core.states import StateTable


class ApplicationState(StrEnum):
    RECEIVED = "received"
    PAIRED = "paired"
    NOT_ELIGIBLE = "not_eligible"
    WITHDRAWN = "withdrawn"


class ApplicationVerb(StrEnum):
    PAIR = "pair"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


APPLICATION_STATES = StateTable(
    {
        (ApplicationState.RECEIVED, ApplicationVerb.PAIR): ApplicationState.PAIRED,
        (ApplicationState.RECEIVED, ApplicationVerb.REFUSE): ApplicationState.NOT_ELIGIBLE,
        (ApplicationState.RECEIVED, ApplicationVerb.WITHDRAW): ApplicationState.WITHDRAWN,
        (ApplicationState.PAIRED, ApplicationVerb.WITHDRAW): ApplicationState.WITHDRAWN,
    }
)


class Intake(StrEnum):
    """How an application came in."""

    ONLINE = "online"
    PHONE = "phone"
    COUNTER = "counter"
    PAPER = "paper"
    WORRY = "worry"


class ForWhom(StrEnum):
    SELF = "self"
    OTHER = "other"


class Urgency(StrEnum):
    """`URGENT` asks for a first contact the same day (domain.md §2, ours)."""

    URGENT = "urgent"
    SOON = "soon"
    NORMAL = "normal"


class DayTime(StrEnum):
    """When a visit suits."""

    WEEKDAY_MORNING = "weekday_morning"
    WEEKDAY_AFTERNOON = "weekday_afternoon"
    WEEKEND = "weekend"
    ANY = "any"
