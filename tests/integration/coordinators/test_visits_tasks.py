"""Reminders go out once each, three days and one day before, in the hours in which people are awake."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits.actions import cancel_visit, move_visit
from portal.coordinators.visits.models import Visit, VisitPhoto
from portal.coordinators.visits.photos import photo_store, sealed_photo, sweep_photos
from portal.coordinators.visits.rules import reminder_due
from portal.coordinators.visits.tasks import send_reminders
from portal.core.clock import at
from portal.documents.images import CleanPhoto
from portal.extensions import db
from portal.jobs import JOBS
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import text_bytes
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene, make_scene, make_visit


@pytest.fixture
def scene(session: Session) -> Scene:
    """The visit is in ten days."""
    scene = make_scene()
    make_visit(scene, scene.another_slot(days=10))
    return scene


def reminders() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind.startswith("visit_reminder"))
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def morning(days: int) -> datetime:
    return at(TODAY + timedelta(days=days), time(9, 30))


class TestReminders:
    def test_go_out_three_days_and_one_day_before(self, scene: Scene) -> None:
        sent = {days: send_reminders(morning(days)) for days in range(11)}
        assert {days for days, number in sent.items() if number} == {7, 9}
        assert [message.kind for message in reminders()] == ["visit_reminder_3", "visit_reminder_1"]

    def test_go_out_once_however_often_one_looks(self, scene: Scene) -> None:
        assert [send_reminders(morning(7)) for _ in range(3)] == [1, 0, 0]

    def test_missed_ones_go_out_late(self, scene: Scene) -> None:
        assert send_reminders(morning(8)) == 1
        assert send_reminders(morning(9)) == 1

    def test_fit_in_one_text_and_name_the_day(self, scene: Scene) -> None:
        send_reminders(morning(7))
        (message,) = reminders()
        assert message.body.startswith("[돌봄이음] 청소 방문 알림: 12월3일(목) 14:00")
        assert text_bytes(message.body) <= 90

    def test_wait_until_the_morning(self, scene: Scene) -> None:
        send_reminders(at(TODAY + timedelta(days=7), time(0, 5)))
        assert reminders()[0].not_before_at == at(TODAY + timedelta(days=7), time(9))

    def test_say_nothing_about_a_cancelled_visit(self, session: Session) -> None:
        scene = make_scene()
        visit = make_visit(scene, scene.another_slot(days=10))
        cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.resident, now=NOW)
        assert send_reminders(morning(7)) == 0

    def test_start_anew_for_a_moved_visit(self, session: Session) -> None:
        scene = make_scene()
        visit = make_visit(scene, scene.another_slot(days=10))
        send_reminders(morning(7))
        move_visit(visit, scene.another_slot(days=20).id, actor=scene.coordinator, now=morning(7))
        assert [send_reminders(morning(days)) for days in (9, 17, 19)] == [0, 1, 1]

    @pytest.mark.parametrize(
        ("booked_days_before", "today_days_before", "due"),
        [(2, 2, None), (3, 3, None), (4, 3, 3), (1, 1, None), (2, 1, 1)],
    )
    def test_do_not_repeat_the_booking_message(
        self, booked_days_before: int, today_days_before: int, due: int | None
    ) -> None:
        visit_on = date(2026, 12, 10)
        booked_on = visit_on - timedelta(days=booked_days_before)
        today = visit_on - timedelta(days=today_days_before)
        assert reminder_due(visit_on, booked_on, None, today, reminders=(3, 1)) == due

    def test_are_looked_for_by_the_worker(self, session: Session) -> None:
        assert {"visits.remind", "visits.sweep-photos"} <= {job.name for job in JOBS}


class TestSweeping:
    def test_removes_old_files_that_no_visit_names(self, scene: Scene) -> None:
        orphan, kept = (sealed_photo(CleanPhoto(data)) for data in (b"orphan", b"kept"))
        for photo in (orphan, kept):
            photo_store().put(photo, db.session)
        visit = db.session.scalars(select(Visit)).one()
        visit.photos = [VisitPhoto(id=kept.owner, file_name=kept.name, added_at=NOW)]
        db.session.flush()
        assert sweep_photos(NOW + timedelta(days=365)) >= 1
        assert (photo_store().has(orphan.name), photo_store().has(kept.name)) == (False, True)
