"""Staff bind an authenticator; production lets nobody work without one."""

import re
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import create_app
from portal.accounts.models import RecoveryCode, User
from portal.accounts.queries import unused_recovery_codes
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_resident, make_staff, shown_code

PAGE = "/account/authenticator"


def shown_secret(client: PortalClient) -> str:
    page = client.get(PAGE).get_data(as_text=True)
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    return found[1].replace(" ", "")


def bind(client: PortalClient, **fields: str) -> int:
    code = shown_code(clock.now(), shown_secret(client))
    return client.post(PAGE, data={"code": code, **fields}).status_code


class TestBind:
    def test_the_code_of_the_app_binds_it_and_recovery_codes_are_shown_until_noted_down(
        self, session: Session, client: PortalClient
    ) -> None:
        user = make_staff()
        client.sign_in(user.id)
        assert bind(client) == 303
        codes = re.findall(r"<code>(\w{5}-\w{5})</code>", client.get("/account/recovery-codes").get_data(as_text=True))
        assert len(codes) == 10
        client.post("/account/recovery-codes/kept")
        assert client.get("/account/recovery-codes").status_code == 302
        kept = session.scalars(select(RecoveryCode.code_digest)).all()
        assert not set(codes) & set(kept)

    def test_the_picture_needs_no_other_site(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        assert '<img src="data:image/png;base64,' in client.get(PAGE).get_data(as_text=True)

    def test_the_secret_in_the_cookie_cannot_be_read(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        secret = shown_secret(client)
        assert shown_secret(client) == secret
        with client.session_transaction() as cookie:
            assert secret not in str(dict(cookie))

    def test_a_wrong_code_binds_nothing(self, session: Session, client: PortalClient) -> None:
        user = make_staff()
        client.sign_in(user.id)
        shown_secret(client)
        assert client.post(PAGE, data={"code": "000000"}).status_code == 422
        assert session.get_one(User, user.id).authenticator_secret is None

    def test_another_one_is_bound_by_password_only(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(authenticator=True).id)
        assert bind(client, password="wrong password") == 422
        assert bind(client, password=PASSWORD) == 303

    def test_new_recovery_codes_replace_the_old(self, session: Session, client: PortalClient) -> None:
        user = make_staff(authenticator=True)
        client.sign_in(user.id)
        client.post("/account/recovery-codes")
        first = {code.code_digest for code in unused_recovery_codes(user.id)}
        client.post("/account/recovery-codes")
        second = {code.code_digest for code in unused_recovery_codes(user.id)}
        assert len(second) == 10
        assert not first & second

    def test_residents_have_none(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_resident().id)
        assert client.get(PAGE).status_code == 403


@pytest.fixture
def production(session: Session, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal as it runs in production, on the database of the tests."""
    values = settings.model_dump() | {
        "mode": Mode.PRODUCTION,
        "secret_key": SecretStr(token_urlsafe(48)),
        "base_url": "https://care.example.kr",
        "smtp_host": "mail.example.kr",
        "smtp_starttls": True,
        "trusted_proxies": 1,
        "allowed_hosts": ("care.example.kr", "localhost"),
        "var_dir": tmp_path,
    }
    app = create_app(Settings(_env_file=None, **values))
    app.test_client_class = PortalClient
    app.config["SESSION_COOKIE_SECURE"] = False  # the test client speaks no TLS
    yield app
    with app.app_context():
        db.engine.dispose()


class TestProductionAsksForIt:
    def ask(self, production: Flask, user: User, path: str) -> tuple[int, str]:
        client = production.test_client()
        client.environ_base |= {"HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https"}
        assert isinstance(client, PortalClient)
        client.sign_in(user.id)
        answer = client.get(path)
        return answer.status_code, answer.headers.get("Location", "")

    def test_staff_without_one_are_led_to_it_before_anything_else(self, session: Session, production: Flask) -> None:
        user = make_staff()
        assert self.ask(production, user, "/staff") == (302, PAGE)
        assert self.ask(production, user, PAGE)[0] == 200

    def test_staff_with_one_and_residents_are_not(self, session: Session, production: Flask) -> None:
        assert self.ask(production, make_staff(authenticator=True), "/staff")[0] == 200
        assert self.ask(production, make_resident(), "/account/security")[0] == 200

    def test_outside_production_nobody_is(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        assert client.get("/staff").status_code == 200
