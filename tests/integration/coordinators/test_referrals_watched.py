"""A co-operative is reminded before its time runs out, and silence past it reaches the coordinator."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.referrals.actions import accept_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.tasks import watch_answers
from portal.jobs import JOBS
from tests.factories.consortium import NOW
from tests.factories.referrals import Scene, make_referral, make_scene
from tests.factories.visiting import messages


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


@pytest.fixture
def referral(scene: Scene) -> Referral:
    """Asked on Monday at nine, to be answered within 24 hours, for a visit in five days."""
    return make_referral(scene, scene.another_slot(days=5))


class TestReminder:
    def test_goes_out_once_when_a_quarter_of_the_time_is_left(self, referral: Referral) -> None:
        sent = []
        for hours in (1, 17, 18, 19, 23):
            watch_answers(NOW + timedelta(hours=hours))
            sent.append(len(messages("referral_reminded")))
        assert sent == [0, 0, 1, 1, 1]

    def test_not_to_who_has_answered(self, scene: Scene, referral: Referral) -> None:
        accept_referral(referral, actor=scene.worker, now=NOW)
        watch_answers(NOW + timedelta(hours=20))
        assert messages("referral_reminded") == []


class TestSilence:
    def test_reaches_the_coordinator_once(self, referral: Referral) -> None:
        for hours in (24, 25, 26):
            watch_answers(NOW + timedelta(hours=hours))
        (mail,) = messages("referral_unanswered")
        assert "답이" in mail.body

    def test_is_a_job_of_the_worker(self, referral: Referral) -> None:
        assert "referrals.watch-answers" in {job.name for job in JOBS}
