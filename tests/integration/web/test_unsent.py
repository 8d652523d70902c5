"""Whatever ends a session, what was typed comes back to the same account on the same page: every form, no other one."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Text, select, type_coerce, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.accounts.models import SignInSession, UnsentForm
from portal.accounts.queries import get_user
from portal.core import clock
from portal.core.ids import new_id
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_staff
from tests.factories.consortium import NOW
from tests.integration.web.everything import Everything, make_everything
from tests.integration.web.typed import WORDS, carried_by, forms_of, shown_in, targets_of, typed_into

NEVER_KEPT = {"/account/authenticator": {"code"}}
"""What opens a door is typed again."""


@pytest.fixture
def everything(session: Session) -> Iterator[Everything]:
    with time_machine.travel(NOW, tick=False):
        yield make_everything()


class Unchecked(PortalClient):
    checks = False


def hidden_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def end_sessions(session: Session) -> None:
    session.execute(update(SignInSession).values(ended_at=clock.now()))
    session.commit()


def target_of(answer: TestResponse) -> str:
    """The page to which signing in leads."""
    return parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]


def come_back(app: Flask, user_id: UUID, address: str) -> str:
    client = Unchecked(app)
    client.sign_in(user_id)
    return client.get(address).get_data(as_text=True)


class Typist:
    """Types into every form as somebody who may, and loses the session before sending it."""

    def __init__(self, app: Flask, session: Session, everything: Everything) -> None:
        self.app, self.session, self.everything = app, session, everything
        self.clients: dict[UUID, PortalClient] = {}
        self.lost: dict[str, set[str]] = {}
        self.sent: set[str] = set()
        self.tried: Counter[str] = Counter()

    def type_everywhere(self) -> None:
        for rule, address in self.everything.addresses(self.app, "GET"):
            for user_id in self.everything.who_may(self.app, rule):
                if user_id is not None:
                    self._type(user_id, address)

    def _type(self, user_id: UUID, address: str) -> None:
        answer = self._client_of(user_id).get(address)
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        page = answer.get_data(as_text=True) if is_page else ""
        if targets_of(page, address) <= self.sent:
            return
        for form in forms_of(page):
            to = form.get("action") or address
            if to not in self.sent:
                self.sent.add(to)
                self._lose_and_come_back(user_id, address, form)

    def _client_of(self, user_id: UUID) -> PortalClient:
        """Their browser, signed in."""
        if user_id not in self.clients:
            self.clients[user_id] = Unchecked(self.app)
            self.clients[user_id].sign_in(user_id)
        return self.clients[user_id]

    def _lose_and_come_back(self, user_id: UUID, address: str, form: Any) -> None:
        client = self._client_of(user_id)
        typed, to = typed_into(form), form.get("action") or address
        self.tried["here" if to == address else "elsewhere"] += 1
        end_sessions(self.session)
        self.clients.clear()
        sent = client.post(to, data=carried_by(form) | typed, headers={"Referer": f"http://localhost{address}"})
        shown = shown_in(come_back(self.app, user_id, target_of(sent)))
        lost = {name for name, values in typed.items() if not set(values) <= set(shown.get(name, ()))}
        if lost:
            self.lost[to] = lost


@pytest.mark.on_sqlite
def test_every_form_gives_back_what_was_typed(app: Flask, session: Session, everything: Everything) -> None:
    typist = Typist(app, session, everything)
    typist.type_everywhere()
    assert typist.lost == NEVER_KEPT
    assert typist.tried["here"] > 100
    assert typist.tried["elsewhere"] > 5


class TestHowASessionEnds:
    @pytest.fixture
    def author(self, session: Session) -> UUID:
        user = make_staff()
        session.commit()
        return user.id

    @pytest.fixture
    def page(self, author: UUID, client: PortalClient) -> str:
        client.sign_in(author)
        return client.get("/staff/invite").get_data(as_text=True)

    @staticmethod
    def send(client: PortalClient, page: str) -> TestResponse:
        return client.post("/staff/invite", data={"name": WORDS, "whose": hidden_of(page, "whose")})

    def test_elsewhere(self, app: Flask, session: Session, client: PortalClient, author: UUID, page: str) -> None:
        end_sessions(session)
        answer = self.send(client, page)
        assert WORDS in come_back(app, author, target_of(answer))
        assert "되돌려 놓았습니다" in come_back(app, author, target_of(answer))

    def test_after_twelve_hours(
        self, app: Flask, session: Session, client: PortalClient, author: UUID, page: str
    ) -> None:
        with time_machine.travel(clock.now() + timedelta(hours=12, minutes=1)):
            assert WORDS in come_back(app, author, target_of(self.send(client, page)))

    def test_in_another_window(self, app: Flask, client: PortalClient, author: UUID, page: str) -> None:
        client.post("/sign-out")
        with client.session_transaction() as cookie:
            cookie.clear()
        assert WORDS in come_back(app, author, target_of(self.forged(client, page)))

    def test_in_another_window_where_the_same_account_signed_in_again(
        self, client: PortalClient, author: UUID, page: str
    ) -> None:
        with client.session_transaction() as cookie:
            cookie.clear()
        client.sign_in(author)
        answer = self.forged(client, page)
        assert WORDS in client.get(answer.headers["Location"]).get_data(as_text=True)

    @staticmethod
    def forged(client: PortalClient, page: str) -> TestResponse:
        """Sent with the protection of a session that is gone."""
        data = {"name": WORDS, "whose": hidden_of(page, "whose"), "csrf_token": hidden_of(page, "csrf_token")}
        return client.post("/staff/invite", data=data)

    def test_with_the_account_that_is_opened_again(
        self, app: Flask, session: Session, client: PortalClient, author: UUID, page: str
    ) -> None:
        user = get_user(author)
        user.disabled_at = clock.now()
        session.commit()
        answer = self.send(client, page)
        user.disabled_at = None
        session.commit()
        assert WORDS in come_back(app, author, target_of(answer))


class TestWhoGetsItBack:
    def test_nobody_else_and_not_for_long(self, app: Flask, session: Session, client: PortalClient) -> None:
        author, other = make_staff(), make_staff()
        client.sign_in(author.id)
        page = client.get("/staff/invite").get_data(as_text=True)
        end_sessions(session)
        target = target_of(TestHowASessionEnds.send(client, page))
        assert WORDS not in come_back(app, other.id, target)
        with time_machine.travel(clock.now() + timedelta(hours=25)):
            assert WORDS not in come_back(app, author.id, target)

    def test_it_lies_sealed_and_goes_once_it_was_sent(self, app: Flask, session: Session, client: PortalClient) -> None:
        author = make_staff()
        client.sign_in(author.id)
        page = client.get("/staff/invite").get_data(as_text=True)
        end_sessions(session)
        target = target_of(TestHowASessionEnds.send(client, page))
        (kept,) = session.scalars(select(type_coerce(UnsentForm.__table__.c.typed, Text)))
        assert kept
        assert WORDS not in kept
        client.sign_in(author.id)
        role = {"role": "office", "organisation_id": ""}
        sent = client.post(target, data={"name": "이새봄", "email": "new@example.kr", **role})
        assert sent.status_code == 303
        session.rollback()
        assert session.scalars(select(UnsentForm)).all() == []

    def test_a_mark_that_we_did_not_write_keeps_nothing(self, session: Session, client: PortalClient) -> None:
        author = make_staff()
        session.commit()
        forged = f"{author.id.hex}.{'0' * 32}"
        client.post("/staff/invite", data={"name": WORDS, "whose": forged})
        assert session.scalars(select(UnsentForm)).all() == []

    def test_a_button_with_the_list_that_it_leads_back_to_keeps_nothing(
        self, session: Session, client: PortalClient
    ) -> None:
        client.sign_in(make_staff().id)
        end_sessions(session)
        answer = client.post("/staff/invite", data={"back": "/today?kinds=visits"})
        assert target_of(answer) == "/staff/invite"
        assert session.scalars(select(UnsentForm)).all() == []

    def test_a_button_with_its_answer_keeps_nothing_and_promises_nothing(
        self, session: Session, client: PortalClient
    ) -> None:
        client.sign_in(make_staff().id)
        end_sessions(session)
        answer = client.post(f"/calls/messages/{new_id()}", data={"outcome": "told"}, follow_redirects=True)
        assert "로그인해 주십시오." in answer.text
        assert "보관했습니다" not in answer.text
        assert session.scalars(select(UnsentForm)).all() == []

    def test_a_password_is_never_kept(self, session: Session, client: PortalClient) -> None:
        author = make_staff()
        client.sign_in(author.id)
        page = client.get("/account/password").get_data(as_text=True)
        end_sessions(session)
        secret = {"present": PASSWORD, "password": "another staple horse"}
        answer = client.post("/account/password", data={**secret, "whose": hidden_of(page, "whose")})
        assert target_of(answer) == "/account/password"
        assert session.scalars(select(UnsentForm)).all() == []
