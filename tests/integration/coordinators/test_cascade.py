"""A decline or silence goes on to the next co-operative that fits, in fair turn, once that is allowed for the line."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.capacity.models import Slot
from portal.consortium.members.models import Organisation
from portal.coordinators.referrals.actions import accept_referral, decline_referral, undo_decline
from portal.coordinators.referrals.cascade import allow_cascade, end_cascade
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import disclosed_person
from portal.coordinators.referrals.rules import in_turn
from portal.coordinators.referrals.states import DeclineReason, ReferralState
from portal.coordinators.referrals.tasks import go_on_asking
from portal.core.errors import Conflict
from portal.core.ids import new_id
from portal.extensions import db
from portal.jobs import JOBS
from tests.client import PortalClient
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import Scene, counts, make_referral, make_scene

LATER = NOW + timedelta(minutes=11)
OVERDUE = NOW + timedelta(hours=25)


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


@pytest.fixture
def referral(scene: Scene) -> Referral:
    """Asked for a time in five days, with leave to go on."""
    asked = make_referral(scene, scene.another_slot(days=5))
    allow_cascade(scene.line, actor=scene.coordinator, now=NOW)
    return asked


def other(scene: Scene, name: str, *, days: int = 5) -> tuple[Organisation, Slot]:
    organisation = make_organisation(name)
    return organisation, scene.another_slot(days=days, organisation=organisation)


def decline(scene: Scene, referral: Referral) -> None:
    decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)


def open_ones() -> list[Referral]:
    return list(db.session.scalars(select(Referral).where(Referral.state == ReferralState.REQUESTED)))


class TestGoingOn:
    def test_a_decline_leads_to_the_next(self, scene: Scene, referral: Referral) -> None:
        organisation, slot = other(scene, "한걸음협동조합")
        decline(scene, referral)
        assert go_on_asking(LATER) == 1
        (asked,) = open_ones()
        assert (asked.organisation_id, asked.slot_id) == (organisation.id, slot.id)
        assert referral.state is ReferralState.CLOSED

    def test_silence_past_its_time_does_so_too(self, scene: Scene, referral: Referral) -> None:
        other(scene, "한걸음협동조합")
        assert go_on_asking(OVERDUE) == 1
        assert referral.state is ReferralState.WITHDRAWN

    def test_not_before_the_time_to_undo_is_over(self, scene: Scene, referral: Referral) -> None:
        other(scene, "한걸음협동조합")
        decline(scene, referral)
        assert go_on_asking(NOW + timedelta(minutes=9)) == 0

    def test_not_where_nobody_allowed_it(self, scene: Scene) -> None:
        referral = make_referral(scene, scene.another_slot(days=5))
        other(scene, "한걸음협동조합")
        decline(scene, referral)
        assert go_on_asking(LATER) == 0

    def test_not_after_the_coordinator_stopped_it(self, scene: Scene, referral: Referral) -> None:
        other(scene, "한걸음협동조합")
        end_cascade(scene.line.id, actor=scene.coordinator, now=NOW)
        decline(scene, referral)
        assert go_on_asking(LATER) == 0

    def test_nobody_is_asked_twice(self, scene: Scene, referral: Referral) -> None:
        scene.another_slot(days=6)
        decline(scene, referral)
        assert go_on_asking(LATER) == 0
        assert referral.state is ReferralState.DECLINED

    def test_the_time_nearest_to_the_wished_one_is_asked(self, scene: Scene, referral: Referral) -> None:
        organisation, _far = other(scene, "한걸음협동조합", days=9)
        near = scene.another_slot(days=6, organisation=organisation)
        decline(scene, referral)
        go_on_asking(LATER)
        assert open_ones()[0].slot_id == near.id

    def test_nothing_is_known_of_the_person_before_acceptance(self, scene: Scene, referral: Referral) -> None:
        other(scene, "한걸음협동조합")
        decline(scene, referral)
        go_on_asking(LATER)
        assert disclosed_person(open_ones()[0]) is None

    def test_is_a_job_of_the_worker(self, session: Session) -> None:
        assert "referrals.go-on-asking" in {job.name for job in JOBS}


class TestTurn:
    def test_is_of_whoever_was_asked_least_often_and_longest_ago(self) -> None:
        never, twice, long_ago, lately = (new_id() for _ in range(4))
        asked = {twice: (2, NOW), long_ago: (1, NOW - timedelta(days=9)), lately: (1, NOW)}
        assert in_turn([twice, lately, never, long_ago], asked) == [never, long_ago, lately, twice]


class TestUndo:
    def test_a_decline_is_taken_back_and_holds_its_place_again(self, scene: Scene, referral: Referral) -> None:
        decline(scene, referral)
        undo_decline(referral, actor=scene.worker, now=NOW)
        assert (referral.state, referral.decline_reason) == (ReferralState.REQUESTED, None)
        assert counts(referral.slot_id) == (1, 0)
        accept_referral(referral, actor=scene.worker, now=NOW)
        assert referral.state is ReferralState.ACCEPTED

    def test_not_once_the_place_is_gone(self, scene: Scene) -> None:
        slot = scene.another_slot(days=5, capacity=1)
        referral = make_referral(scene, slot)
        decline(scene, referral)
        db.session.refresh(slot)
        slot.held = 1
        db.session.flush()
        with pytest.raises(Conflict):
            undo_decline(referral, actor=scene.worker, now=NOW)

    def test_not_once_somebody_else_was_asked(self, scene: Scene, referral: Referral) -> None:
        other(scene, "한걸음협동조합")
        decline(scene, referral)
        go_on_asking(LATER)
        with pytest.raises(Conflict):
            undo_decline(referral, actor=scene.worker, now=LATER)

    def test_the_bar_offers_it(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene, scene.another_slot(days=5))
        db.session.commit()
        assert scene.worker.user_id is not None
        client.sign_in(scene.worker.user_id)
        sent = {"reason": "no_capacity"}
        page = client.post(f"/referrals/{referral.id}/decline", data=sent, follow_redirects=True)
        assert f"/referrals/{referral.id}/undo-decline" in page.get_data(as_text=True)
