"""The visits of the coordinators are what the reconciliation holds against the ledger."""

from datetime import timedelta

import pytest

from portal.benefits.ledger.states import ChargeOutcome
from portal.benefits.settlement.reconciliation import reconcile
from portal.coordinators.visits.facts import ENDINGS, visits_between
from portal.coordinators.visits.states import VisitState
from portal.core.clock import day_of
from tests.factories.referrals import make_scene, make_visit

pytestmark = pytest.mark.usefixtures("session")


def test_every_ending_of_a_visit_is_one_of_a_charge() -> None:
    assert set(VisitState) - set(ENDINGS) == {VisitState.BOOKED}
    assert set(ENDINGS.values()) == set(ChargeOutcome)


def test_a_visit_is_told_with_its_day() -> None:
    visit = make_visit(make_scene())
    day = day_of(visit.starts_at)
    (fact,) = visits_between(day, day)
    assert (fact.visit_id, fact.service_on, fact.outcome) == (visit.id, day, None)
    assert list(visits_between(day + timedelta(days=1), day + timedelta(days=9))) == []


def test_a_visit_that_is_booked_ties() -> None:
    assert reconcile(day_of(make_visit(make_scene()).starts_at)).errors == []
