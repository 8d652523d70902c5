"""An account ends with the person: after a death and a move nothing opens the file any more."""

from datetime import timedelta

import pytest

from portal.accounts.actions import begin_session, send_code, use_code
from portal.accounts.queries import residents_by_contact, session_by_token
from portal.accounts.rules import Contact
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.residents.households.queries import changes_of
from portal.residents.households.states import Fact
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene
from tests.factories.residents import make_application
from tests.integration.accounts.messages import last_code

ENDINGS = (ClosureReason.DIED, ClosureReason.MOVED_AWAY)


@pytest.fixture
def case(scene: Scene) -> CareCase:
    return scene.line.plan.case


def contact_of(scene: Scene) -> Contact:
    return Contact(phone=scene.person.phone)


def close(case: CareCase, reason: ClosureReason) -> None:
    close_household_case(case, reason, "마쳤습니다.", actor=case.coordinator.actor, now=NOW)


class TestEndings:
    @pytest.mark.parametrize("reason", ENDINGS)
    def test_sign_out_every_device_at_once(self, scene: Scene, case: CareCase, reason: ClosureReason) -> None:
        assert scene.person.user is not None
        token = begin_session(scene.person.user, device="전화기", address="127.0.0.1", now=NOW)
        assert session_by_token(token) is not None
        close(case, reason)
        assert session_by_token(token) is None

    @pytest.mark.parametrize("reason", ENDINGS)
    def test_no_code_that_was_sent_opens(self, scene: Scene, case: CareCase, reason: ClosureReason) -> None:
        contact = contact_of(scene)
        send_code(contact, now=NOW)
        close(case, reason)
        assert use_code(contact, last_code(), now=NOW) == []
        assert send_code(contact, now=NOW + timedelta(minutes=1)) == []

    @pytest.mark.parametrize("reason", ENDINGS)
    def test_the_next_owner_of_the_number_gets_a_file_of_their_own(
        self, scene: Scene, case: CareCase, reason: ClosureReason
    ) -> None:
        contact = contact_of(scene)
        close(case, reason)
        newcomer = make_application(name="새주인", phone=contact.phone, now=NOW).person
        assert residents_by_contact(contact) == [newcomer.user]
        assert newcomer.household_id != scene.person.household_id
        assert scene.person.user is None

    def test_another_end_leaves_the_account(self, scene: Scene, case: CareCase) -> None:
        close(case, ClosureReason.GOAL_MET)
        assert residents_by_contact(contact_of(scene)) == [scene.person.user]

    def test_a_death_is_a_fact_of_the_file(self, scene: Scene, case: CareCase) -> None:
        close(case, ClosureReason.DIED)
        assert scene.person.death_known_on == TODAY
        (change,) = changes_of(scene.person.household_id)
        assert (change.fact, change.from_on) == (Fact.DEATH, TODAY)
