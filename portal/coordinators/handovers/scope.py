"""Whose hand-overs somebody sees: the office all, a coordinator what they give or take, for others too."""

from sqlalchemy import ColumnElement, or_, select, true

from portal.coordinators.caseload.models import Pairing
from portal.coordinators.handovers.models import Handover
from portal.coordinators.handovers.states import HandoverState
from portal.core.actors import Actor
from portal.core.permissions import Permission

UNFINISHED = Handover.state != HandoverState.DONE
IS_CURRENT = Handover.pairing_id.in_(select(Pairing.id).where(Pairing.ended_at.is_(None)))
"""The pairing that it began goes on: nobody asks about what was handed on since, or has ended."""


def handovers_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Handover`."""
    if viewer.can(Permission.APPLICATION_PAIR):
        return true()
    theirs = [viewer.user_id, *(covered.user_id for covered in viewer.covers)]
    return or_(Handover.from_id.in_(theirs), Handover.to_id.in_(theirs))
