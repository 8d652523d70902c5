"""Tells whoever watches over the household that somebody was at its door, and whether they met the person."""

from datetime import datetime

from portal.coordinators.caseload.met import Met, tell_met
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import ConfirmedBy
from portal.core.actors import Actor
from portal.core.messages import N_

VISITED = N_("서비스 방문: %(came)s")
SPOKE = frozenset({ConfirmedBy.IN_PERSON, ConfirmedBy.PHONE})
"""Where the person could not confirm the visit, nobody says that they were seen."""


def tell_of_visit(visit: Visit, at: datetime, *, actor: Actor, now: datetime) -> None:
    """Of one that was made or at which nobody was home, once it is recorded."""
    came = ", ".join(each.words for each in (visit.state, visit.confirmed_by) if each is not None)
    spoke = visit.confirmed_by in SPOKE
    tell_met(Met(visit.household_id, VISITED % {"came": came}, at, spoke), actor=actor, now=now)
