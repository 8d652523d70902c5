"""Who books or asks begins with the household, then the member, the referral and its places."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.referrals.cascade import allow_cascade
from portal.coordinators.referrals.tasks import go_on_asking
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import make_referral, make_scene
from tests.locking import locks

pytestmark = pytest.mark.on_postgresql


def test_the_job_that_goes_on_asking(session: Session) -> None:
    scene = make_scene()
    make_referral(scene, scene.another_slot(days=5))
    allow_cascade(scene.line, actor=scene.coordinator, now=NOW)
    scene.another_slot(days=5, organisation=make_organisation("한걸음협동조합"))
    with locks("household", "referral", "organisation", "slot") as found:
        assert go_on_asking(NOW + timedelta(hours=25)) == 1
    assert found == ["household", "referral", "organisation", "slot"]
