"""What plans do when care ends, a consent is taken back, or somebody dies."""

from sqlalchemy import select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.outside.actions import ASK_FIRST
from portal.core.events import Event, Follow, Happened
from portal.extensions import db
from portal.partners.support_plans.actions import end_with_case
from portal.partners.support_plans.handing import stop_all, stop_left
from portal.partners.support_plans.states import StopFor
from portal.residents.consents.queries import given_kinds


def end_plans(happened: Happened) -> None:
    """And bodies are to use their parts no more; those of the dead hear of the death instead."""
    closed = select(CareCase).where(CareCase.household_id == happened.subject_id, CareCase.closed_at.is_not(None))
    cases = db.session.scalars(closed.order_by(CareCase.id)).all()
    actor = happened.actor.for_what_follows
    end_with_case([case.id for case in cases], actor=actor, now=happened.now)
    for case in cases:
        if case.closure_reason is not ClosureReason.DIED:
            stop_left(case.id, StopFor.ENDED, actor=actor, now=happened.now)


def take_parts_back(happened: Happened) -> None:
    """Whoever may be written about no more is not with other bodies either: each waits to be told so."""
    if not set(ASK_FIRST) <= given_kinds(happened.subject_id):
        actor = happened.actor.for_what_follows
        stop_all(happened.subject_id, StopFor.CONSENT, actor=actor, now=happened.now)


def take_parts_of_the_dead_back(happened: Happened) -> None:
    stop_all(happened.subject_id, StopFor.DIED, actor=happened.actor.for_what_follows, now=happened.now)


FOLLOWS: dict[Event, Follow] = {
    Event.CLOSED: end_plans,
    Event.CONSENT_WITHDRAWN: take_parts_back,
    Event.DIED: take_parts_of_the_dead_back,
}
"""A partner that ends needs no event: the desk asks the days of its agreement (`agenda.STALE`)."""
