"""Who sees what calls left to be done: whoever sees to the household, and the office."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, true

from portal.coordinators.caseload.scope import households_accompanied
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.monitoring.calls.models import CallTask, CallTurn


def accompanied(household_id: SQLColumnExpression[Any], viewer: Actor) -> ColumnElement[bool]:
    """SQL on the column of a household: the viewer sees to it."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    return household_id.in_(households_accompanied(viewer))


def tasks_in_scope(viewer: Actor) -> ColumnElement[bool]:
    return accompanied(CallTask.household_id, viewer)


def promised(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `CallTurn`: households that the viewer sees to, which asked to be called at a time."""
    asked = CallTurn.again_at.is_not(None) & CallTurn.household_id.is_not(None)
    return asked & accompanied(CallTurn.household_id, viewer)


def has_had(turn: CallTurn, viewer: Actor) -> bool:
    """Whether the viewer was the last one to take this call."""
    return turn.taken_by_id == viewer.user_id
