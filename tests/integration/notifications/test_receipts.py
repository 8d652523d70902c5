"""A text gateway tells what became of a message: by its signature alone, soon, and once."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings
from portal.core.ids import new_id
from portal.extensions import db
from portal.notifications.actions import send_mail, send_text
from portal.notifications.carriers import HttpTextGateway
from portal.notifications.models import OutboxMessage
from portal.notifications.receipts import signature_of
from portal.notifications.rules import LEASE
from portal.notifications.states import Audience, Channel, Delivery, Unsent
from portal.notifications.tasks import drain
from tests.factories.messages import ALWAYS
from tests.integration.notifications.test_drain import NOON, PHONE, at, only

pytestmark = pytest.mark.on_postgresql

KEY = "a-key-that-only-the-gateway-and-we-have"
SOON = timedelta(seconds=3)


@pytest.fixture
def client(settings: Settings, session: Session) -> Iterator[FlaskClient]:
    app = create_app(settings.model_copy(update={"text_gateway_receipt_key": SecretStr(KEY)}))
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def text_in(session: Session, state: Delivery) -> OutboxMessage:
    """A text message that a worker handed over at noon, as it stands afterwards."""
    send_text(PHONE, "내일 방문", audience=Audience.RESIDENT, kind="test", about=ALWAYS, now=NOON)
    session.commit()
    message = only(session)
    message.state, message.not_before_at = state, NOON + LEASE
    message.why = Unsent.CUT_SHORT if state is Delivery.UNKNOWN else None
    message.sent_at = NOON if state is Delivery.SENT else None
    session.commit()
    return message


def tell(
    client: FlaskClient,
    reference: object,
    status: str,
    *,
    signed_at: datetime = NOON + SOON,
    arriving_at: datetime | None = None,
    key: str = KEY,
    signature: str = "",
) -> TestResponse:
    body = json.dumps({"reference": str(reference), "status": status}).encode()
    told = signature or signature_of(key, int(signed_at.timestamp()), body)
    with time_machine.travel(arriving_at or signed_at + SOON, tick=False):
        return client.open("/texts/receipts", method="POST", data=body, headers={"X-Portal-Signature": told})


def standing(session: Session) -> tuple[Delivery, Unsent | None]:
    session.rollback()
    message = only(session)
    return message.state, message.why


class TestWhatIsTold:
    def test_what_nobody_knew_of_has_arrived(self, client: FlaskClient, session: Session) -> None:
        message = text_in(session, Delivery.UNKNOWN)
        assert tell(client, message.id, "delivered").status_code == 204
        assert standing(session) == (Delivery.SENT, None)
        assert [event.by_name for event in only(session).events] == ["문자 보내는 곳"]

    def test_or_has_not(self, client: FlaskClient, session: Session) -> None:
        message = text_in(session, Delivery.UNKNOWN)
        assert tell(client, message.id, "failed").status_code == 204
        assert standing(session) == (Delivery.FAILED, Unsent.REFUSED)

    def test_what_was_taken_did_not_arrive_after_all(self, client: FlaskClient, session: Session) -> None:
        message = text_in(session, Delivery.SENT)
        assert tell(client, message.id, "failed").status_code == 204
        assert standing(session) == (Delivery.FAILED, Unsent.REFUSED)

    @pytest.mark.parametrize("state", [Delivery.WAITING, Delivery.SENT])
    def test_what_is_known_or_waits_again_stays(self, client: FlaskClient, session: Session, state: Delivery) -> None:
        """That it arrived is kept in its history, once, and not when it went out."""
        message = text_in(session, state)
        for _time in range(2):
            assert tell(client, message.id, "delivered").status_code == 204
        assert standing(session) == (state, None)
        has_gone = state is Delivery.SENT
        assert only(session).sent_at == (NOON if has_gone else None)
        assert [event.by_name for event in only(session).events] == ["문자 보내는 곳"] * has_gone

    def test_too_early_is_asked_for_once_more(self, client: FlaskClient, session: Session) -> None:
        message = text_in(session, Delivery.SENDING)
        early = tell(client, message.id, "delivered")
        assert (early.status_code, early.headers["Retry-After"]) == (409, "60")
        assert standing(session) == (Delivery.SENDING, None)


class TestReplays:
    def test_the_same_receipt_twice_tells_once(self, client: FlaskClient, session: Session) -> None:
        message = text_in(session, Delivery.UNKNOWN)
        assert [tell(client, message.id, "delivered").status_code for _time in range(2)] == [204, 204]
        assert len(only(session).events) == 1

    def test_an_old_one_is_refused(self, client: FlaskClient, session: Session) -> None:
        message = text_in(session, Delivery.UNKNOWN)
        late = NOON + SOON + timedelta(minutes=6)
        assert tell(client, message.id, "failed", arriving_at=late).status_code == 403
        assert standing(session)[0] is Delivery.UNKNOWN

    def test_one_of_an_earlier_try_tells_nothing_of_a_later(self, client: FlaskClient, session: Session) -> None:
        message = text_in(session, Delivery.SENT)
        message.not_before_at = NOON + timedelta(minutes=1) + LEASE
        session.commit()
        kept = tell(client, message.id, "failed", arriving_at=NOON + timedelta(minutes=2))
        assert (kept.status_code, standing(session)) == (204, (Delivery.SENT, None))


class TestRefusals:
    @pytest.mark.parametrize("signature", ["", "t=1,v1=", "nonsense", f"t={int(NOON.timestamp())},v1={'0' * 64}"])
    def test_what_is_not_signed(self, client: FlaskClient, session: Session, signature: str) -> None:
        message = text_in(session, Delivery.UNKNOWN)
        assert tell(client, message.id, "delivered", signature=signature or " ").status_code == 403
        assert standing(session)[0] is Delivery.UNKNOWN

    def test_what_another_signed(self, client: FlaskClient, session: Session) -> None:
        message = text_in(session, Delivery.UNKNOWN)
        assert tell(client, message.id, "delivered", key=KEY[::-1]).status_code == 403

    def test_anything_where_no_key_is_set(self, app: Flask, session: Session) -> None:
        message = text_in(session, Delivery.UNKNOWN)
        assert tell(app.test_client(), message.id, "delivered", key="").status_code == 403

    @pytest.mark.parametrize("reference", ["", "x", "김까나리", new_id()])
    def test_what_is_no_message(self, client: FlaskClient, session: Session, reference: object) -> None:
        assert tell(client, reference, "delivered").status_code == 404

    def test_a_fate_that_nobody_knows(self, client: FlaskClient, session: Session) -> None:
        assert tell(client, text_in(session, Delivery.UNKNOWN).id, "eaten").status_code == 404

    def test_a_mail(self, client: FlaskClient, session: Session) -> None:
        send_mail("hong@example.kr", "안내", "본문", audience=Audience.STAFF, kind="test", about=ALWAYS, now=NOON)
        session.commit()
        assert tell(client, only(session).id, "delivered").status_code == 404


class TestAGateway:
    """One that takes a message, is cut off before it answers, and tells afterwards."""

    def test_settles_what_it_left_open(self, client: FlaskClient, session: Session) -> None:
        taken: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                taken.append(body["reference"])
                self.close_connection = True

            def log_message(self, *_arguments: object) -> None:
                pass

        send_text(PHONE, "내일 방문", audience=Audience.RESIDENT, kind="test", about=ALWAYS, now=NOON)
        session.commit()
        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = Thread(target=server.serve_forever)
            thread.start()
            gateway = HttpTextGateway(f"http://127.0.0.1:{server.server_address[1]}/", "")
            assert drain({Channel.TEXT: gateway}, at(NOON)) == 0
            server.shutdown()
            thread.join()
        assert standing(session) == (Delivery.UNKNOWN, Unsent.CUT_SHORT)
        assert tell(client, taken[0], "delivered").status_code == 204
        assert standing(session) == (Delivery.SENT, None)
