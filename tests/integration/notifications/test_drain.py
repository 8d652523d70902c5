"""The worker sends what is due, each message once."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import socket
from threading import Barrier, Lock, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Mode, Settings
from portal.core.errors import DomainError
from portal.notifications.actions import send_mail, send_text
from portal.notifications.carriers import HttpTextGateway, MailCarrier, NotSent, Outgoing, Refused, carriers_of
from portal.notifications.models import Channel, Delivery, OutboxMessage
from portal.notifications.rules import MOST_ATTEMPTS, text_bytes, wait_after
from portal.notifications.tasks import LEASE, drain

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
        send_mail("hong@example.kr", "안내", "본문입니다.", kind="test", now=NOON, **values)
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
        send_text(PHONE, "내일 방문", kind="test", now=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
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
        assert (only(session).state, box.carried) == (Delivery.FAILED, [])

    def test_a_refusal_is_final(self, session: Session) -> None:
        queue(session)
        drain({Channel.MAIL: Postbox(Refused("550 no such user"))}, at(NOON))
        assert (only(session).state, only(session).last_error) == (Delivery.FAILED, "550 no such user")

    def test_what_comes_too_late_is_not_sent(self, session: Session) -> None:
        queue(session, not_after=NOON + timedelta(minutes=15))
        box = Postbox()
        assert drain({Channel.MAIL: box}, at(NOON + timedelta(minutes=15))) == 0
        assert (only(session).state, box.carried) == (Delivery.FAILED, [])

    def test_a_secret_is_not_kept(self, session: Session) -> None:
        queue(session, is_secret=True)
        box = Postbox()
        drain({Channel.MAIL: box}, at(NOON))
        assert (box.carried[0].body, only(session).body) == ("본문입니다.", "")

    def test_a_worker_that_dies_while_sending_loses_nothing(self, session: Session) -> None:
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
        assert drain({Channel.MAIL: box}, at(NOON + LEASE)) == 1

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
        assert text_bytes(send_text(PHONE, room, kind="test", now=NOON).body) == 90
        with pytest.raises(DomainError):
            send_text(PHONE, room + "b", kind="test", now=NOON)


class Letterbox:
    """An SMTP server's handler that keeps the mails, or refuses the recipients."""

    def __init__(self, refuse: str = "") -> None:
        self.refuse = refuse
        self.mails: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 the name that the server calls
        self, _server: SMTP, _session: object, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 the name that the server calls
        self, _server: SMTP, _session: object, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def smtp_server(letterbox: Letterbox) -> Iterator[int]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    controller = Controller(letterbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def mail_settings(settings: Settings, port: int) -> Settings:
    return settings.model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_port": port, "base_url": "https://care.example.kr"}
    )


class TestMail:
    def test_it_arrives_in_korean_with_the_row_as_its_id(self, session: Session, settings: Settings) -> None:
        queue(session)
        letterbox = Letterbox()
        with smtp_server(letterbox) as port:
            assert drain(carriers_of(mail_settings(settings, port)), at(NOON)) == 1
        (mail,) = letterbox.mails
        assert (mail["To"], mail.get_content().strip()) == ("hong@example.kr", "본문입니다.")
        assert mail["Subject"] == "[돌봄이음] 안내"
        assert mail["From"] == "마포 돌봄이음 <care@example.kr>"
        assert mail["Message-ID"] == f"<{only(session).id}@care.example.kr>"

    @pytest.mark.parametrize(
        ("answer", "state"),
        [("550 no such user", Delivery.FAILED), ("451 try later", Delivery.WAITING)],
    )
    def test_a_refused_address_is_final_and_a_busy_one_is_not(
        self, session: Session, settings: Settings, answer: str, state: Delivery
    ) -> None:
        queue(session)
        with smtp_server(Letterbox(answer)) as port:
            drain(carriers_of(mail_settings(settings, port)), at(NOON))
        assert only(session).state is state
        assert answer[:3] in only(session).last_error

    def test_a_server_that_is_away_is_tried_again(self, session: Session, settings: Settings) -> None:
        queue(session)
        with smtp_server(Letterbox()) as port:
            pass
        drain({Channel.MAIL: MailCarrier(mail_settings(settings, port))}, at(NOON))
        assert only(session).state is Delivery.WAITING


class Gateway(BaseHTTPRequestHandler):
    """Keeps what it is handed; answers with the status of its server."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.headers["Authorization"], self.headers["Idempotency-Key"], json.loads(body)))  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        pass


@contextmanager
def gateway(status: int) -> Iterator[tuple[str, list[tuple[str, str, dict[str, str]]]]]:
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    taken: list[tuple[str, str, dict[str, str]]] = []
    server.status, server.taken = status, taken  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/texts", taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestTextGateway:
    def test_the_message_is_posted_as_json_with_a_key_against_doubles(self, session: Session) -> None:
        send_text(PHONE, "내일 방문", kind="test", now=NOON)
        session.commit()
        with gateway(202) as (address, taken):
            assert drain({Channel.TEXT: HttpTextGateway(address, "secret")}, at(NOON)) == 1
        reference = str(only(session).id)
        body = {"to": PHONE, "text": "[돌봄이음] 내일 방문", "reference": reference}
        assert taken == [("Bearer secret", reference, body)]

    @pytest.mark.parametrize(
        ("status", "state"), [(400, Delivery.FAILED), (429, Delivery.WAITING), (503, Delivery.WAITING)]
    )
    def test_a_refusal_is_final_and_trouble_is_not(self, session: Session, status: int, state: Delivery) -> None:
        send_text(PHONE, "내일 방문", kind="test", now=NOON)
        session.commit()
        with gateway(status) as (address, _taken):
            drain({Channel.TEXT: HttpTextGateway(address, "")}, at(NOON))
        assert only(session).state is state


class TestCarriers:
    def test_nothing_leaves_the_demonstration(self, settings: Settings) -> None:
        everything = {"smtp_host": "127.0.0.1", "text_gateway": "https://text.example.kr"}
        assert set(carriers_of(settings.model_copy(update=everything))) == {Channel.MAIL, Channel.TEXT}
        shown = settings.model_copy(update={**everything, "mode": Mode.DEMONSTRATION})
        assert carriers_of(shown) == {}
