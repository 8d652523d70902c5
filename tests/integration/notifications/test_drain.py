"""The worker sends what is due, each message once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Lock
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import DomainError
from portal.notifications.actions import send_mail, send_text
from portal.notifications.carriers import NotSent, Outgoing, Refused
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import LEASE, MOST_ATTEMPTS, text_bytes, wait_after
from portal.notifications.states import Audience, Channel, Delivery, Unsent
from portal.notifications.tasks import drain
from tests.factories.messages import ALWAYS

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PHONE = "+821012345678"


class Postbox:
    """A carrier that keeps what it carries, or fails as told."""

    def __init__(self, *failures: NotSent) -> None:
        self.failures = list(failures)
        self.carried: list[Outgoing] = []
        self.lock = Lock()

    def carry(self, message: Outgoing) -> None:
        with self.lock:
            if self.failures:
                raise self.failures.pop(0)
            self.carried.append(message)


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def queue(session: Session, number: int = 1, **values: Any) -> None:
    for _ in range(number):
        send_mail(
            "hong@example.kr",
            "안내",
            "본문입니다.",
            audience=Audience.STAFF,
            kind="test",
            about=ALWAYS,
            now=NOON,
            **values,
        )
    session.commit()


def only(session: Session) -> OutboxMessage:
    session.rollback()
    session.expire_all()
    return session.scalars(select(OutboxMessage)).one()


class TestDrain:
    def test_what_is_due_goes_out_once(self, session: Session) -> None:
        queue(session, 3)
        box = Postbox()
        assert drain({Channel.MAIL: box}, at(NOON)) == 3
        assert drain({Channel.MAIL: box}, at(NOON)) == 0
        assert len({message.id for message in box.carried}) == 3
        assert {row.state for row in session.scalars(select(OutboxMessage))} == {Delivery.SENT}

    def test_what_is_not_due_waits(self, session: Session) -> None:
        send_text(
            PHONE,
            "내일 방문",
            audience=Audience.RESIDENT,
            kind="test",
            about=ALWAYS,
            now=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        )
        session.commit()
        box = Postbox()
        assert drain({Channel.TEXT: box}, at(datetime(2026, 11, 23, 23, 59, tzinfo=UTC))) == 0
        assert drain({Channel.TEXT: box}, at(datetime(2026, 11, 24, 0, 0, tzinfo=UTC))) == 1

    def test_a_channel_without_carrier_waits(self, session: Session) -> None:
        queue(session)
        assert drain({}, at(NOON)) == 0
        assert only(session).state is Delivery.WAITING

    def test_a_failure_is_tried_again_later_and_later(self, session: Session) -> None:
        queue(session)
        box = Postbox(NotSent("busy"), NotSent("busy"))
        assert drain({Channel.MAIL: box}, at(NOON)) == 0
        assert only(session).not_before_at == NOON + timedelta(minutes=1)
        drain({Channel.MAIL: box}, at(NOON + timedelta(minutes=1)))
        row = only(session)
        assert (row.attempts, row.last_error, row.not_before_at) == (2, "busy", NOON + timedelta(minutes=6))
        assert drain({Channel.MAIL: box}, at(NOON + timedelta(minutes=6))) == 1

    def test_it_is_given_up_after_the_last_attempt(self, session: Session) -> None:
        queue(session)
        box = Postbox(*[NotSent("busy")] * MOST_ATTEMPTS)
        moment = NOON
        for attempt in range(1, MOST_ATTEMPTS + 1):
            drain({Channel.MAIL: box}, at(moment))
            moment += wait_after(attempt)
        assert (only(session).state, only(session).why, box.carried) == (Delivery.FAILED, Unsent.NO_ANSWER, [])

    def test_a_refusal_is_final(self, session: Session) -> None:
        queue(session)
        drain({Channel.MAIL: Postbox(Refused("550 no such user"))}, at(NOON))
        assert (only(session).state, only(session).why) == (Delivery.FAILED, Unsent.REFUSED)
        assert only(session).last_error == "550 no such user"

    def test_what_comes_too_late_is_not_sent(self, session: Session) -> None:
        queue(session, not_after=NOON + timedelta(minutes=15))
        box = Postbox()
        assert drain({Channel.MAIL: box}, at(NOON + timedelta(minutes=15))) == 0
        assert (only(session).state, only(session).why, box.carried) == (Delivery.UNSENT, Unsent.LATE, [])

    def test_a_secret_is_not_kept(self, session: Session) -> None:
        queue(session, is_secret=True)
        box = Postbox()
        drain({Channel.MAIL: box}, at(NOON))
        assert (box.carried[0].body, only(session).body) == ("본문입니다.", "")

    def test_codes_do_not_wait_behind_other_mail(self, session: Session) -> None:
        queue(session, 2)
        queue(session, is_secret=True)
        secret = session.scalars(select(OutboxMessage).where(OutboxMessage.is_secret)).one()
        box = Postbox()
        drain({Channel.MAIL: box}, at(NOON))
        assert box.carried[0].id == secret.id

    def test_what_became_of_it_is_kept(self, session: Session) -> None:
        queue(session)
        box = Postbox(NotSent("busy"))
        drain({Channel.MAIL: box}, at(NOON))
        drain({Channel.MAIL: box}, at(NOON + timedelta(minutes=1)))
        told = [(event.state, event.error, event.at) for event in only(session).events]
        assert told == [
            (Delivery.WAITING, "busy", NOON),
            (Delivery.SENT, "", NOON + timedelta(minutes=1)),
        ]

    def test_a_worker_that_dies_while_sending_leaves_it_unknown(self, session: Session) -> None:
        class Death(BaseException):
            pass

        class Killer:
            def carry(self, message: Outgoing) -> None:
                raise Death

        queue(session)
        with pytest.raises(Death):
            drain({Channel.MAIL: Killer()}, at(NOON))
        box = Postbox()
        assert drain({Channel.MAIL: box}, at(NOON + LEASE - timedelta(seconds=1))) == 0
        assert only(session).state is Delivery.SENDING
        assert drain({Channel.MAIL: box}, at(NOON + LEASE)) == 0
        assert (only(session).state, only(session).why, box.carried) == (Delivery.UNKNOWN, Unsent.CUT_SHORT, [])

    def test_a_clock_that_was_set_back_keeps_nothing_waiting(self, session: Session) -> None:
        queue(session, is_secret=True)
        assert drain({Channel.MAIL: Postbox()}, at(NOON - timedelta(hours=2))) == 1

    def test_what_waits_for_another_try_waits_on_though_the_clock_was_set_back(self, session: Session) -> None:
        queue(session)
        drain({Channel.MAIL: Postbox(NotSent("busy"))}, at(NOON))
        assert drain({Channel.MAIL: Postbox()}, at(NOON - timedelta(hours=2))) == 0

    def test_a_worker_that_was_told_to_stop_begins_no_message(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = Event()
        told.set()
        monkeypatch.setattr("portal.notifications.tasks.stopping", told)
        queue(session, 2)
        assert drain({Channel.MAIL: Postbox()}, at(NOON)) == 0

    def test_four_workers_at_once_send_each_message_once(self, session: Session, app: Flask) -> None:
        queue(session, 40)
        box = Postbox()
        together = Barrier(4)

        def work(_worker: int) -> int:
            with app.app_context():
                together.wait()
                return drain({Channel.MAIL: box}, at(NOON))

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(work, range(4))) == 40
        assert len(box.carried) == len({message.id for message in box.carried}) == 40


class TestSendText:
    def test_more_than_90_bytes_are_refused(self, session: Session) -> None:
        room = "가" * 39 + "a"  # after [돌봄이음] and a blank
        assert (
            text_bytes(send_text(PHONE, room, audience=Audience.RESIDENT, kind="test", about=ALWAYS, now=NOON).body)
            == 90
        )
        with pytest.raises(DomainError):
            send_text(PHONE, room + "b", audience=Audience.RESIDENT, kind="test", about=ALWAYS, now=NOON)
