"""Who sees which referral, what of the person, and which times are offered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.coordinators.referrals.actions import (
    accept_referral,
    withdraw_referral,
)
from portal.coordinators.referrals.queries import awaiting_answer_count, disclosed_person, get_referral, referrals_for
from portal.coordinators.referrals.states import (
    ReferralState,
    ReferralVerb,
)
from portal.coordinators.referrals.times import slots_for
from portal.core.errors import NotFound
from portal.extensions import db
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from tests.client import PortalClient
from tests.factories.consortium import NOW, make_organisation, staff_of
from tests.factories.referrals import (
    Scene,
    make_accepted,
    make_coordinator,
    make_referral,
)

LATER = NOW + timedelta(hours=1)
S, V = ReferralState, ReferralVerb


class TestScope:
    def test_another_cooperative_does_not_know_of_it(self, scene: Scene) -> None:
        referral = make_referral(scene)
        stranger = staff_of(make_organisation())
        with pytest.raises(NotFound):
            get_referral(referral.id, viewer=stranger)
        assert referrals_for(stranger).total == 0
        assert db.session.scalar(awaiting_answer_count(stranger)) == 0
        assert db.session.scalar(awaiting_answer_count(scene.worker)) == 1

    def test_another_coordinator_does_not_know_of_it(self, scene: Scene) -> None:
        with pytest.raises(NotFound):
            get_referral(make_referral(scene).id, viewer=make_coordinator("다른 사람").actor)

    def test_the_list_is_narrowed_by_the_state_in_the_address(self, client: PortalClient, scene: Scene) -> None:
        make_referral(scene)
        assert scene.coordinator.user_id is not None
        client.sign_in(scene.coordinator.user_id)
        for state, is_there in ((S.REQUESTED, True), (S.DECLINED, False)):
            html = client.get(f"/referrals/all?state={state}").get_data(as_text=True)
            assert ("홍*동" in html) is is_there

    def test_residents_and_auditors_do_not_see_referrals(self, scene: Scene) -> None:
        with pytest.raises(NotFound):
            get_referral(make_referral(scene).id, viewer=scene.resident)

    def test_the_person_shows_after_acceptance_and_not_after_the_end(self, scene: Scene) -> None:
        referral = make_referral(scene)
        assert disclosed_person(referral) is None
        accept_referral(referral, actor=scene.worker, now=LATER)
        assert disclosed_person(referral) is scene.person
        withdraw_referral(referral, actor=scene.coordinator, now=LATER)
        assert disclosed_person(referral) is None

    def test_a_withdrawn_consent_hides_the_person_at_once(self, scene: Scene) -> None:
        referral = make_accepted(scene)
        consent = db.session.scalars(
            select(Consent).where(Consent.person_id == scene.person.id, Consent.kind == ConsentKind.THIRD_PARTY)
        ).one()
        consent.withdrawn_at = LATER
        db.session.flush()
        assert disclosed_person(referral) is None


class TestOffers:
    def test_leave_out_what_was_asked_already(self, scene: Scene) -> None:
        later = scene.another_slot()
        assert slots_for(scene.line, now=NOW) == [scene.slot, later]
        make_referral(scene)
        assert slots_for(scene.line, now=NOW) == [later]

    def test_end_with_the_line(self, scene: Scene) -> None:
        scene.another_slot(days=100)
        assert slots_for(scene.line, now=NOW) == [scene.slot]
