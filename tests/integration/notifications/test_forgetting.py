"""What was sent is not kept for ever, and what is secret not at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs import JOBS
from portal.notifications.actions import send_mail
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Delivery
from portal.notifications.tasks import KEPT, forget_messages
from portal.privacy.retention.actions import destroy_what_is_over
from tests.factories.messages import ALWAYS

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def queue(session: Session, **values: Any) -> None:
    send_mail(
        "hong@example.kr", "안내", "본문입니다.", audience=Audience.STAFF, kind="test", about=ALWAYS, now=NOON, **values
    )
    session.commit()


def only(session: Session) -> OutboxMessage:
    session.expire_all()
    return session.scalars(select(OutboxMessage)).one()


class TestForgetting:
    def test_a_code_that_nobody_carried_is_not_kept(self, session: Session) -> None:
        queue(session, is_secret=True, not_after=NOON + timedelta(minutes=15))
        forget_messages(NOON + timedelta(minutes=14))
        session.commit()
        assert only(session).body == "본문입니다."
        forget_messages(NOON + timedelta(minutes=15))
        session.commit()
        assert (only(session).state, only(session).body) == (Delivery.UNSENT, "")

    def test_a_message_that_is_no_secret_stays_as_it_was(self, session: Session) -> None:
        queue(session, not_after=NOON)
        forget_messages(NOON)
        session.commit()
        assert only(session).body == "본문입니다."

    def test_who_was_told_what_is_forgotten_in_the_end(self, session: Session) -> None:
        queue(session)
        destroy_what_is_over(NOON + KEPT)
        session.commit()
        assert only(session).recipient == "hong@example.kr"
        destroy_what_is_over(NOON + KEPT + timedelta(seconds=1))
        session.commit()
        assert session.scalars(select(OutboxMessage)).all() == []

    def test_is_a_job_of_the_worker(self, app: Flask) -> None:
        assert "outbox.forget" in {job.name for job in JOBS}
