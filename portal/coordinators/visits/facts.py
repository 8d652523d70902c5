"""What visits came to, as plain facts, for whoever settles them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from portal.benefits.ledger.states import ChargeOutcome
from portal.benefits.settlement.findings import VisitFact
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.money import OUTCOMES
from portal.coordinators.visits.states import VisitState
from portal.core.clock import day_bounds, day_of
from portal.extensions import db

ENDINGS = {**OUTCOMES, VisitState.DONE: ChargeOutcome.DONE, VisitState.MOVED: ChargeOutcome.MOVED}
"""The outcome of each state that a visit ends in; one that is only booked has none."""


def visits_between(first: date, last: date) -> Iterator[VisitFact]:
    """Every visit whose day lies between the two, both included."""
    begun = Visit.starts_at >= day_bounds(first)[0]
    query = select(Visit.id, Visit.organisation_id, Visit.starts_at, Visit.state)
    query = query.where(begun, Visit.starts_at < day_bounds(last)[1]).order_by(Visit.starts_at, Visit.id)
    for visit_id, organisation_id, starts_at, state in db.session.execute(query):
        yield VisitFact(visit_id, organisation_id, day_of(starts_at), ENDINGS.get(state))
