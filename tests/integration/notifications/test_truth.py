"""A message is true when it is sent, or it is not sent and the outbox says why."""

from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Mode, Settings
from portal.coordinators.caseload.actions import pair_again
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.referrals.actions import accept_referral, hold_referral, withdraw_referral
from portal.coordinators.referrals.states import CancelledBy, ReferralState
from portal.coordinators.visits.actions import cancel_visit, move_visit, record_nobody_home
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import Attempt, VisitState
from portal.coordinators.visits.tasks import send_reminders
from portal.core.clock import at
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel, Delivery, Unsent
from portal.notifications.tasks import drain
from portal.residents.applications.actions import withdraw_application
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator
from tests.factories.referrals import Scene, make_accepted, make_referral, make_scene, make_visit
from tests.factories.residents import make_application
from tests.integration.notifications.test_drain import Postbox

EVENING = at(TODAY, time(21))
MORNING = at(TODAY + timedelta(days=1), time(9))


def standing(kind: str) -> list[tuple[Delivery, Unsent | None]]:
    db.session.expire_all()
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id))
    return [(row.state, row.why) for row in rows]


def told_resident(kind: str) -> list[tuple[Delivery, Unsent | None]]:
    """The same of messages to somebody in care alone."""
    db.session.flush()
    of_kind = (OutboxMessage.kind == kind) & OutboxMessage.person_id.is_not(None)
    return [(row.state, row.why) for row in db.session.scalars(select(OutboxMessage).where(of_kind))]


def deliver(moment: datetime) -> list[str]:
    """Everything that goes out at that moment; answers the kinds."""
    db.session.commit()
    box = Postbox()
    drain({Channel.MAIL: box, Channel.TEXT: box}, lambda: moment)
    ids = [message.id for message in box.carried]
    return list(db.session.scalars(select(OutboxMessage.kind).where(OutboxMessage.id.in_(ids))))


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


@pytest.fixture
def visit(scene: Scene) -> Visit:
    """In ten days; whatever was said about it has arrived."""
    booked = make_visit(scene, scene.another_slot(days=10))
    deliver(NOW)
    return booked


def remind(days_before: int, moment: time) -> datetime:
    now = at(TODAY + timedelta(days=10 - days_before), moment)
    assert send_reminders(now) == 1
    return now


class TestVisits:
    def test_a_reminder_that_waits_is_superseded_by_cancelling(self, scene: Scene, visit: Visit) -> None:
        remind(3, time(0, 5))
        cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.resident, now=at(TODAY + timedelta(days=7), time(8)))
        assert standing("visit_reminder_3") == [(Delivery.UNSENT, Unsent.SUPERSEDED)]
        sent = deliver(at(TODAY + timedelta(days=7), time(9)))
        assert "visit_reminder_3" not in sent
        assert "visit_cancelled" in sent

    def test_a_reminder_of_a_moved_visit_is_superseded(self, scene: Scene, visit: Visit) -> None:
        now = remind(3, time(0, 5))
        move_visit(visit, scene.another_slot(days=20).id, actor=scene.coordinator, now=now)
        assert standing("visit_reminder_3") == [(Delivery.UNSENT, Unsent.SUPERSEDED)]

    def test_a_gateway_that_was_away_does_not_remind_after_the_visit(self, visit: Visit) -> None:
        remind(1, time(9))
        assert deliver(visit.starts_at) == []
        assert standing("visit_reminder_1") == [(Delivery.UNSENT, Unsent.LATE)]

    def test_a_reminder_makes_place_for_the_next(self, visit: Visit) -> None:
        remind(3, time(9))
        now = remind(1, time(9))
        assert deliver(now) == ["visit_reminder_1"]
        assert standing("visit_reminder_3") == [(Delivery.UNSENT, Unsent.LATE)]

    def test_what_night_makes_too_late_is_known_at_once(self, scene: Scene) -> None:
        """Booked at 21:00 for 8:30: a text at 9:00 would come when the worker is there."""
        early = scene.another_slot(days=1, starts_at=time(8))
        make_visit(scene, early, now=EVENING)
        assert told_resident("visit_booked") == [(Delivery.UNSENT, Unsent.NIGHT)]

    def test_whatever_changes_a_visit_past_the_actions_is_seen_when_sending(self, visit: Visit) -> None:
        now = remind(1, time(9))
        visit.state = VisitState.CANCELLED_LATE
        assert deliver(now) == []
        assert standing("visit_reminder_1") == [(Delivery.UNSENT, Unsent.SUPERSEDED)]

    def test_what_is_recorded_needs_no_reminder_any_more(self, scene: Scene, visit: Visit) -> None:
        remind(1, time(9))
        record_nobody_home(visit, [Attempt.RANG], actor=scene.worker, now=visit.starts_at + timedelta(minutes=30))
        row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "visit_reminder_1")).one()
        row.not_after_at = None
        deliver(visit.ends_at)
        assert standing("visit_reminder_1") == [(Delivery.UNSENT, Unsent.ENDED)]

    def test_a_person_without_a_way_to_be_written_to_is_kept_for_a_call(self, scene: Scene) -> None:
        scene.person.phone, scene.person.email = "+82233334444", None
        make_visit(scene)
        assert told_resident("visit_booked") == [(Delivery.UNSENT, Unsent.NO_WAY)]


class TestTheDead:
    def test_closing_by_death_cancels_what_is_to_come_and_texts_nobody_who_died(self, scene: Scene) -> None:
        visit = make_visit(scene, scene.another_slot(days=10))
        asked = make_referral(scene, scene.another_slot(days=4))
        close_household_case(visit.referral.case, ClosureReason.DIED, "", actor=scene.coordinator, now=NOW)
        assert visit.state is VisitState.CANCELLED_IN_TIME
        assert (visit.referral.state, asked.state) == (ReferralState.CLOSED, ReferralState.WITHDRAWN)
        sent = deliver(NOW)
        rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == scene.person.id)).all()
        assert {(row.state, row.why) for row in rows} <= {
            (Delivery.UNSENT, Unsent.DIED),
            (Delivery.UNSENT, Unsent.SUPERSEDED),
        }
        assert sorted(sent) == ["referral_withdrawn", "visit_cancelled"]

    def test_what_waits_when_somebody_dies_does_not_go(self, scene: Scene) -> None:
        visit = make_visit(scene, scene.another_slot(days=10), now=EVENING)
        case = visit.referral.case
        cancel_visit(visit, CancelledBy.COORDINATOR, actor=scene.coordinator, now=EVENING)
        close_household_case(case, ClosureReason.DIED, "", actor=scene.coordinator, now=EVENING)
        db.session.commit()
        deliver(MORNING)
        assert (Delivery.UNSENT, Unsent.DIED) in standing("visit_cancelled")

    def test_a_visit_that_has_begun_is_left_to_be_recorded(self, scene: Scene) -> None:
        visit = make_visit(scene)
        now = visit.starts_at + timedelta(minutes=10)
        close_household_case(visit.referral.case, ClosureReason.DIED, "", actor=scene.coordinator, now=now)
        assert visit.state is VisitState.BOOKED


class TestReferrals:
    def test_who_was_asked_and_answered_is_asked_no_more(self, scene: Scene) -> None:
        referral = make_referral(scene)
        accept_referral(referral, actor=scene.worker, now=NOW)
        assert "referral_requested" not in deliver(NOW)
        assert standing("referral_requested") == [(Delivery.UNSENT, Unsent.SUPERSEDED)]

    def test_a_place_given_back_once_stays_given_back(self, scene: Scene) -> None:
        referral = make_accepted(scene)
        hold_referral(referral, note="", actor=scene.coordinator, now=NOW)
        withdraw_referral(referral, actor=scene.coordinator, now=NOW)
        assert deliver(NOW).count("referral_withdrawn") == 1


class TestHouseholds:
    def test_only_the_coordinator_of_now_is_named(self, scene: Scene) -> None:
        case = make_accepted(scene).case
        others = [make_coordinator(name) for name in ("김이음", "최다정")]
        for other in others:
            pair_again(case, other.id, reason="휴가", handover_note="잘 부탁드립니다.", actor=OFFICE, now=EVENING)
        deliver(MORNING)
        assert standing("coordinator_named") == [(Delivery.UNSENT, Unsent.SUPERSEDED), (Delivery.SENT, None)]


class TestApplications:
    def test_nobody_is_promised_a_call_after_withdrawing(self, session: Session) -> None:
        application = make_application(now=EVENING)
        withdraw_application(application, actor=OFFICE, now=EVENING)
        assert standing("application_received") == [(Delivery.UNSENT, Unsent.ENDED)]


class TestProduction:
    @pytest.mark.parametrize(("gateway", "channel"), [("", Channel.CALL), ("https://text.example.kr", Channel.TEXT)])
    def test_without_a_gateway_nobody_is_promised_a_text(
        self, scene: Scene, app: Flask, monkeypatch: pytest.MonkeyPatch, gateway: str, channel: Channel
    ) -> None:
        scene.person.email = None
        settings: Settings = app.extensions["settings"]
        real = settings.model_copy(update={"mode": Mode.PRODUCTION, "text_gateway": gateway})
        monkeypatch.setitem(app.extensions, "settings", real)
        make_visit(scene)
        rows = select(OutboxMessage.channel).where(OutboxMessage.person_id == scene.person.id)
        assert list(db.session.scalars(rows)) == [channel]
