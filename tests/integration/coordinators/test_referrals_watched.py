"""A co-operative is reminded before its time runs out, and silence past it reaches the coordinator."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.referrals.actions import accept_referral, hold_referral, resume_referral, undo_accept
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.tasks import watch_answers
from portal.core.clock import at
from portal.jobs import JOBS
from tests.factories.consortium import NOW, TODAY
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


class TestAskedAnew:
    """Held on the first day and resumed three days later, it has 24 hours of its own."""

    @pytest.fixture
    def resumed(self, scene: Scene, referral: Referral) -> datetime:
        for hours in (19, 25):
            watch_answers(NOW + timedelta(hours=hours))
        hold_referral(referral, note="입원", actor=scene.coordinator, now=NOW + timedelta(hours=26))
        resumed_at = NOW + timedelta(days=3)
        resume_referral(referral, actor=scene.coordinator, now=resumed_at)
        return resumed_at

    def test_it_is_reminded_of_and_missed_once_more(self, resumed: datetime) -> None:
        heard = []
        for hours in (0.1, 17, 18, 23, 24.1, 25):
            watch_answers(resumed + timedelta(hours=hours))
            heard.append((len(messages("referral_reminded")), len(messages("referral_unanswered"))))
        assert heard == [(1, 1), (1, 1), (2, 1), (2, 1), (2, 2), (2, 2)]

    def test_an_answer_taken_back_too_late_leaves_time_for_another(self, scene: Scene, referral: Referral) -> None:
        accept_referral(referral, actor=scene.worker, now=NOW)
        undo_accept(referral, actor=scene.worker, now=NOW + timedelta(hours=30))
        watch_answers(NOW + timedelta(hours=31))
        assert messages("referral_unanswered") == []
        assert referral.answer_due_at == at(TODAY + timedelta(days=2), time(15))

    def test_one_taken_back_in_time_leaves_the_rest(self, scene: Scene, referral: Referral) -> None:
        accept_referral(referral, actor=scene.worker, now=NOW)
        undo_accept(referral, actor=scene.worker, now=NOW + timedelta(hours=2))
        assert referral.answer_due_at == NOW + timedelta(hours=24)


class TestSilence:
    def test_reaches_the_coordinator_once(self, referral: Referral) -> None:
        for hours in (24, 25, 26):
            watch_answers(NOW + timedelta(hours=hours))
        (mail,) = messages("referral_unanswered")
        assert "답이" in mail.body

    def test_is_a_job_of_the_worker(self, referral: Referral) -> None:
        assert "referrals.watch-answers" in {job.name for job in JOBS}
