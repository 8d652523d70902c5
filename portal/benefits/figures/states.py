"""By what the spending may be told apart, and how a month stands."""

from enum import StrEnum


class Dimension(StrEnum):
    """What the rows of a figure stand for."""

    PROGRAMME = "programme"
    SERVICE = "service"
    ORGANISATION = "organisation"
    DONG = "dong"
    MONTH = "month"


class MonthState(StrEnum):
    """`TO_CLOSE` is over and not closed; `CHANGED` was closed and no longer says what its charges say."""

    RUNNING = "running"
    TO_CLOSE = "to_close"
    CLOSED = "closed"
    CHANGED = "changed"
