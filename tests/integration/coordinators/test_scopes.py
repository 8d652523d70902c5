"""Lists and look-ups say the same about whose household it is, also after somebody else took over."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from portal.coordinators.caseload.queries import case_of_household, get_application_for, open_pairing
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.coordinators.desk.queries.households import cases_for
from portal.coordinators.desk.rules import ALL_STATES, Filters
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import get_referral, referrals_for
from portal.coordinators.visits.queries import get_visit, visits_for
from portal.core.actors import SYSTEM, Actor
from portal.core.errors import Forbidden, NotFound
from portal.extensions import db
from portal.residents.households.scope import is_in_scope
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_coordinator
from tests.factories.referrals import Scene, make_case, make_visit

HALF_A_YEAR = timedelta(days=180)


def opens(look_up: Callable[[], object]) -> bool:
    try:
        look_up()
    except (Forbidden, NotFound):
        return False
    return True


def what_is_seen(scene: Scene, referral: Referral, visit_id: UUID, viewer: Actor) -> set[bool]:
    """Whether each of the ways to the household, its case and what followed from it leads there."""
    case = scene.line.plan.case
    return {
        is_in_scope(case.household_id, viewer),
        opens(lambda: case_of_household(case.household_id, viewer=viewer)),
        opens(lambda: get_application_for(case.application_id, viewer=viewer)),
        opens(lambda: get_referral(referral.id, viewer=viewer)),
        opens(lambda: get_visit(visit_id, viewer=viewer)),
        cases_for(viewer, Filters(today=TODAY, state=ALL_STATES), 1).page.total > 0,
        referrals_for(viewer).total > 0,
        visits_for(viewer, TODAY, TODAY + HALF_A_YEAR).total > 0,
    }


def end(scene: Scene) -> None:
    """The household is accompanied no more."""
    case = scene.line.plan.case
    pairing = open_pairing(case)
    assert pairing is not None
    case.state, case.closed_at, case.closure_reason = CaseState.CLOSED, NOW, ClosureReason.GOAL_MET
    case.opened_at, pairing.ended_at = NOW - HALF_A_YEAR, NOW
    db.session.flush()


@pytest.mark.parametrize("is_over", [False, True])
def test_who_accompanies_or_last_accompanied_a_household_sees_it(scene: Scene, *, is_over: bool) -> None:
    visit = make_visit(scene)
    if is_over:
        end(scene)
    seen = [
        what_is_seen(scene, visit.referral, visit.id, viewer)
        for viewer in (scene.coordinator, SYSTEM, make_coordinator().actor)
    ]
    assert seen == [{True}, {True}, {False}]


def test_who_accompanied_it_before_somebody_else_does_not(scene: Scene) -> None:
    visit = make_visit(scene)
    end(scene)
    other = make_coordinator("한지수")
    make_case(scene.person, other)
    assert what_is_seen(scene, visit.referral, visit.id, scene.coordinator) == {False}
    assert is_in_scope(scene.person.household_id, other.actor)
    assert case_of_household(scene.person.household_id, viewer=other.actor).coordinator is other
