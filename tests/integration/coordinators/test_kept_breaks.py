"""The list of broken bookings is kept: every act that mends a booking takes it off, whatever it was."""

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.consortium.capacity.models import ClosedDay
from portal.coordinators.gate.broken import broken_count, broken_for
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.referrals.states import CancelledBy, ReferralState
from portal.coordinators.visits.actions import cancel_visit
from portal.extensions import db
from portal.residents.consents.models import Consent
from tests.factories.consortium import NOW
from tests.factories.referrals import Scene, make_coordinator, make_referral, make_scene, make_visit
from tests.factories.visiting import messages
from tests.factories.workers import make_worker
from tests.integration.coordinators.test_broken import broken
from tests.integration.coordinators.test_gate import changed, close_day, take_consent_back, visit_elsewhere

H = Hindrance


class TestKeptList:
    """It is read, never asked of the gate: every act that mends a booking takes it off."""

    @pytest.mark.parametrize("state", [ReferralState.REQUESTED, ReferralState.BOOKED])
    def test_a_booking_leaves_it_when_the_other_one_at_its_time_ends(
        self, session: Session, state: ReferralState
    ) -> None:
        scene = make_scene()
        booked = state is ReferralState.BOOKED
        own = make_visit(scene).referral if booked else make_referral(scene)
        other = visit_elsewhere(scene)
        assert set(broken(scene)) == {H.CLASH}
        cancel_visit(other, CancelledBy.COORDINATOR, actor=scene.coordinator, now=NOW)
        assert [each.referral for each in broken_for(scene.coordinator, now=NOW)] == []
        assert own.state is state

    def test_a_booking_leaves_it_when_the_other_visit_of_the_worker_ends(self, session: Session) -> None:
        scene = make_scene()
        visit, other = make_visit(scene), make_visit(make_scene())
        worker = make_worker(visit.organisation_id, visit.referral.service)
        visit.worker_id = other.worker_id = worker.id
        other.organisation_id = other.referral.organisation_id = visit.organisation_id
        db.session.flush()
        assert H.WORKER in broken(scene)
        cancel_visit(other, CancelledBy.COORDINATOR, actor=other.referral.case.coordinator.actor, now=NOW)
        assert broken_for(scene.coordinator, now=NOW) == []

    def test_tells_another_reason_in_place_of_the_one_before(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        take_consent_back(scene)
        assert broken(scene) == [H.CONSENT]

    def test_that_breaks_again_is_told_again(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        db.session.execute(delete(ClosedDay))
        assert broken(scene) == []
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        assert len(messages("bookings_broken")) == 4

    def test_that_stood_behind_another_reason_is_not_told_again(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        take_consent_back(scene)
        assert broken(scene) == [H.CONSENT]
        assert len(messages("bookings_broken")) == 4
        changed(Consent, withdrawn_at=None)
        assert broken(scene) == [H.CLOSED_DAY]
        assert len(messages("bookings_broken")) == 4

    def test_that_was_mended_behind_another_reason_is_told_again(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        assert broken(scene) == [H.CLOSED_DAY]
        take_consent_back(scene)
        assert broken(scene) == [H.CONSENT]
        db.session.execute(delete(ClosedDay))
        assert broken(scene) == [H.CONSENT]
        close_day(scene)
        assert broken(scene) == [H.CONSENT]
        changed(Consent, withdrawn_at=None)
        assert broken(scene) == [H.CLOSED_DAY]
        assert len(messages("bookings_broken")) == 6

    def test_is_counted_in_the_menu(self, scene: Scene) -> None:
        make_visit(scene)
        close_day(scene)
        broken(scene)
        assert db.session.scalar(broken_count(scene.coordinator, now=NOW)) == 1
        assert db.session.scalar(broken_count(make_coordinator("김다른").actor, now=NOW)) == 0
