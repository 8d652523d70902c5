"""What follows when somebody dies, or is reached by another number."""

from datetime import time, timedelta

import pytest

from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.gate.broken import broken_for
from portal.coordinators.referrals.actions import hold_referral
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.states import VisitState
from portal.core.clock import at
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel, Delivery, Unsent
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.referrals import Scene, counts, make_accepted, make_referral, make_visit
from tests.factories.visiting import messages

EVENING = at(TODAY, time(21))
OLD, NEW = "+821011110001", "+821011110002"


class TestDeath:
    def test_ends_whatever_was_to_come_and_gives_the_places_back(self, scene: Scene) -> None:
        visit = make_visit(scene)
        asked = make_referral(scene, scene.another_slot())
        accepted = make_accepted(scene, scene.another_slot(days=3))
        held = make_referral(scene, scene.another_slot(days=4))
        hold_referral(held, note="여행", actor=scene.coordinator, now=NOW)
        close_household_case(scene.line.plan.case, ClosureReason.DIED, "", actor=scene.coordinator, now=NOW)
        assert (visit.state, visit.referral.state) == (VisitState.CANCELLED_IN_TIME, ReferralState.CLOSED)
        assert {one.state for one in (asked, accepted, held)} == {ReferralState.WITHDRAWN}
        assert [counts(each.slot_id) for each in (visit, asked, accepted, held)] == [(0, 0)] * 4
        assert broken_for(scene.coordinator, now=NOW) == []

    def test_leaves_what_is_over_or_has_begun_to_be_recorded(self, scene: Scene) -> None:
        visit = make_visit(scene)
        now = visit.starts_at + timedelta(minutes=10)
        close_household_case(scene.line.plan.case, ClosureReason.DIED, "", actor=scene.coordinator, now=now)
        assert (visit.state, visit.referral.state) == (VisitState.BOOKED, ReferralState.BOOKED)


class TestAnotherContact:
    @pytest.fixture
    def waiting(self, scene: Scene) -> OutboxMessage:
        """A text about a visit that waits for the morning."""
        self.move(scene, Fact.PHONE, phone=OLD)
        make_visit(scene, scene.another_slot(days=10), now=EVENING)
        (text,) = [one for one in messages("visit_booked") if one.person_id]
        assert (text.recipient, text.channel, text.state) == (OLD, Channel.TEXT, Delivery.WAITING)
        return text

    def move(self, scene: Scene, fact: Fact, **values: str | None) -> None:
        change_facts(scene.person, {fact: values}, from_on=TODAY, reason="전화로 들음", actor=OFFICE, now=EVENING)

    def test_what_waits_goes_to_the_new_number(self, scene: Scene, waiting: OutboxMessage) -> None:
        self.move(scene, Fact.PHONE, phone=NEW)
        assert (waiting.recipient, waiting.state) == (NEW, Delivery.WAITING)

    @pytest.mark.parametrize("phone", [None, "+82233334444"])
    def test_without_a_mobile_it_is_left_to_a_call(
        self, scene: Scene, waiting: OutboxMessage, phone: str | None
    ) -> None:
        self.move(scene, Fact.PHONE, phone=phone)
        assert (waiting.state, waiting.why) == (Delivery.UNSENT, Unsent.NO_WAY)

    def test_another_mail_address_leaves_texts_alone(self, scene: Scene, waiting: OutboxMessage) -> None:
        self.move(scene, Fact.EMAIL, email="neu@example.kr")
        assert (waiting.recipient, waiting.state) == (OLD, Delivery.WAITING)

    def test_a_mail_goes_to_the_new_address(self, scene: Scene) -> None:
        self.move(scene, Fact.PHONE, phone=None)
        self.move(scene, Fact.EMAIL, email="alt@example.kr")
        make_visit(scene, scene.another_slot(days=10), now=EVENING)
        (mail,) = [one for one in messages("visit_booked") if one.person_id]
        assert mail.recipient == "alt@example.kr"
        self.move(scene, Fact.EMAIL, email="neu@example.kr")
        assert mail.recipient == "neu@example.kr"

    def test_what_was_sent_stays_as_it_was(self, scene: Scene, waiting: OutboxMessage) -> None:
        waiting.state, waiting.sent_at = Delivery.SENT, EVENING
        db.session.flush()
        self.move(scene, Fact.PHONE, phone=NEW)
        assert waiting.recipient == OLD
