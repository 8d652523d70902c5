"""Who is cared for at present, as higher features know."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, false, or_

from portal.core.sockets import Socket, Takes

Condition = Callable[[], ColumnElement[bool]]

IN_CARE: Socket[Condition] = Socket("who is in care", Takes.MANY)
"""Tell by a condition on `Person` who is cared for."""


def is_cared_for() -> ColumnElement[bool]:
    """The condition on `Person`: a higher feature cares for them now."""
    return or_(false(), *(condition() for condition in IN_CARE))
