"""Messages leave by SMTP and by a text gateway, as both are told to answer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import socket
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from sqlalchemy.orm import Session

from portal.config import Mode, Settings
from portal.notifications.actions import send_text
from portal.notifications.carriers import HttpTextGateway, MailCarrier, carriers_of
from portal.notifications.rules import LEASE
from portal.notifications.states import Audience, Channel, Delivery, Unsent
from portal.notifications.tasks import drain
from tests.factories.messages import ALWAYS
from tests.integration.notifications.test_drain import NOON, PHONE, at, only, queue


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

    @pytest.mark.parametrize(
        ("answer", "kept"),
        [
            ("550 5.1.1 <hong@example.kr>: no such user, call +82-10-1234-5678", "550 5.1.1"),
            ("450 <hong@example.kr> greylisted", "450"),
            ("550 5.7.1hong@example.kr", "550"),
        ],
    )
    def test_what_the_server_says_of_the_address_is_not_kept(
        self, session: Session, settings: Settings, answer: str, kept: str
    ) -> None:
        queue(session)
        with smtp_server(Letterbox(answer)) as port:
            drain(carriers_of(mail_settings(settings, port)), at(NOON))
        message = only(session)
        assert (message.last_error, [event.error for event in message.events][-1]) == (kept, kept)

    def test_a_server_that_is_away_is_tried_again(self, session: Session, settings: Settings) -> None:
        queue(session)
        with smtp_server(Letterbox()) as port:
            pass
        drain({Channel.MAIL: MailCarrier(mail_settings(settings, port))}, at(NOON))
        assert (only(session).state, only(session).last_error) == (Delivery.WAITING, "ConnectionRefusedError")


class TestUnknown:
    """Handed over, and the answer never came: it is not sent again by itself."""

    def test_a_server_that_goes_after_it_took_the_mail(self, session: Session, settings: Settings) -> None:
        class Going(Letterbox):
            async def handle_DATA(  # noqa: N802 the name that the server calls
                self, server: SMTP, session: object, envelope: Envelope
            ) -> str:
                answer = await super().handle_DATA(server, session, envelope)
                assert server.transport is not None
                server.transport.close()
                return answer

        queue(session)
        letterbox = Going()
        with smtp_server(letterbox) as port:
            carriers = carriers_of(mail_settings(settings, port))
            assert (drain(carriers, at(NOON)), drain(carriers, at(NOON + LEASE))) == (0, 0)
        assert (only(session).state, only(session).why) == (Delivery.UNKNOWN, Unsent.CUT_SHORT)
        assert len(letterbox.mails) == 1

    def test_a_server_that_says_no_good_bye_has_it_nevertheless(self, session: Session, settings: Settings) -> None:
        class Rude(Letterbox):
            async def handle_QUIT(self, _server: SMTP, _session: object, _envelope: Envelope) -> str:  # noqa: N802
                return "421 closing"

        queue(session)
        letterbox = Rude()
        with smtp_server(letterbox) as port:
            assert drain(carriers_of(mail_settings(settings, port)), at(NOON)) == 1
        assert (only(session).state, len(letterbox.mails)) == (Delivery.SENT, 1)

    def test_a_gateway_that_goes_after_it_took_the_text(self, session: Session) -> None:
        send_text(PHONE, "내일 방문", audience=Audience.RESIDENT, kind="test", about=ALWAYS, now=NOON)
        session.commit()
        with gateway(0) as (address, taken):
            drain({Channel.TEXT: HttpTextGateway(address, "")}, at(NOON))
        message = only(session)
        assert (message.state, message.last_error, len(taken)) == (Delivery.UNKNOWN, "RemoteDisconnected", 1)


class Gateway(BaseHTTPRequestHandler):
    """Keeps what it is handed; answers with the status of its server, 0 not at all."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.headers["Authorization"], self.headers["Idempotency-Key"], json.loads(body)))  # type: ignore[attr-defined]
        if self.server.status:  # type: ignore[attr-defined]
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
        send_text(PHONE, "내일 방문", audience=Audience.RESIDENT, kind="test", about=ALWAYS, now=NOON)
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
        send_text(PHONE, "내일 방문", audience=Audience.RESIDENT, kind="test", about=ALWAYS, now=NOON)
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
