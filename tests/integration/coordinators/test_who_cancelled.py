"""Who took a step of a referral, as its co-operative reads it."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits.actions import cancel_visit
from portal.residents.helpers.states import HelperMay
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.referrals import Scene, make_visit
from tests.factories.residents import make_helping
from tests.integration.coordinators.test_privacy import shown, signed_in


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


class TestWhoCancelled:
    """A step keeps the name of who took it; of a resident's the co-operative knows it for as long as it knows whom."""

    @pytest.fixture
    def cancelled(self, scene: Scene) -> Referral:
        visit = make_visit(scene)
        cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.resident, now=NOW)
        return visit.referral

    def test_is_the_resident_without_a_name_for_the_cooperative(
        self, client: PortalClient, scene: Scene, cancelled: Referral
    ) -> None:
        page = shown(signed_in(client, scene.worker.user_id), f"/referrals/{cancelled.id}")
        assert "홍길동" not in page
        assert '<span class="timeline-who">이용자</span>' in page
        assert scene.coordinator.name in page

    def test_is_named_to_the_coordinator(self, client: PortalClient, scene: Scene, cancelled: Referral) -> None:
        page = shown(signed_in(client, scene.coordinator.user_id), f"/referrals/{cancelled.id}")
        assert '<span class="timeline-who">홍길동</span>' in page

    def test_is_no_helper_by_name_either(self, client: PortalClient, session: Session, scene: Scene) -> None:
        visit = make_visit(scene)
        helping = make_helping(scene.person, HelperMay.ACT, actor=scene.coordinator)
        cancel_visit(visit, CancelledBy.RESIDENT, actor=helping.user.actor, now=NOW)
        page = shown(signed_in(client, scene.worker.user_id), f"/referrals/{visit.referral_id}")
        assert "이용자" in page
        assert helping.user.name not in page
