"""What only production says: cookies that no other host can set or read, and https from now on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Mode, Settings
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_staff

PLACE = "https://care.example.kr"


@pytest.fixture
def production(session: Session, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal as it runs in production, on the database of the tests."""
    values = settings.model_dump() | {
        "mode": Mode.PRODUCTION,
        "secret_key": SecretStr(token_urlsafe(48)),
        "field_key": SecretStr(token_urlsafe(48)),
        "base_url": PLACE,
        "smtp_host": "mail.example.kr",
        "smtp_starttls": True,
        "trusted_proxies": 1,
        "allowed_hosts": ("care.example.kr",),
        "var_dir": tmp_path,
    }
    app = create_app(Settings(_env_file=None, **values))
    yield app
    with app.app_context():
        db.engine.dispose()


def visitor(app: Flask, *, passed: str = "203.0.113.9") -> FlaskClient:
    """Somebody who comes through the proxy, which names their address."""
    client = app.test_client()
    client.environ_base["HTTP_X_FORWARDED_FOR"] = passed
    return client


def cookie(app: Flask, path: str, name: str) -> list[str]:
    """The attributes of the cookie that a page sets, its value left out."""
    answer = visitor(app).get(path, base_url=PLACE)
    (found,) = [header for header in answer.headers.getlist("Set-Cookie") if header.startswith(f"{name}=")]
    return sorted(part.strip().partition("=")[0] for part in found.split(";")[1:])


def test_the_session_belongs_to_this_very_host(production: Flask) -> None:
    attributes = cookie(production, "/worry", "__Host-portal")
    assert {"HttpOnly", "Path", "SameSite", "Secure"} <= set(attributes)
    assert "Domain" not in attributes


def test_the_way_back_to_a_draft_is_told_over_https_alone(production: Flask) -> None:
    assert {"HttpOnly", "SameSite", "Secure"} <= set(cookie(production, "/apply", "__Host-application"))


def test_browsers_come_back_by_https(production: Flask) -> None:
    answer = visitor(production).get("/worry", base_url=PLACE)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_another_host_is_refused(production: Flask) -> None:
    assert visitor(production).get("/worry", base_url="https://localhost").status_code == 400


def test_nobody_reads_what_was_sent(production: Flask) -> None:
    assert visitor(production).get("/demo/outbox", base_url=PLACE).status_code == 404


class TestPastTheProxies:
    def test_nobody_is_served(self, production: Flask) -> None:
        assert visitor(production).get("/worry", base_url=PLACE).status_code == 200
        assert production.test_client().get("/worry", base_url=PLACE).status_code == 400
        assert visitor(production).get("/worry", base_url="http://care.example.kr").status_code == 400

    def test_whoever_watches_the_process_is_answered(self, production: Flask) -> None:
        assert production.test_client().get("/healthz", base_url="http://care.example.kr").status_code == 200


def test_how_somebody_reads_belongs_to_this_very_host_too(production: Flask) -> None:
    client = visitor(production)
    client.environ_base["HTTP_REFERER"] = f"{PLACE}/"
    answer = client.post("/display", data={"text_size": "large"}, base_url=PLACE)
    attributes = answer.headers["Set-Cookie"].split("; ")
    assert attributes[0] == "__Host-display=large.normal"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert 'data-text-size="large"' in client.get("/worry", base_url=PLACE).get_data(as_text=True)


class TestWhatIsToldToPrograms:
    def test_search_engines_keep_what_tells_everybody_the_same_and_nothing_else(self, production: Flask) -> None:
        client = visitor(production)
        open_pages = ["/", "/apply", "/worry", "/help", "/privacy"]
        assert [client.get(path, base_url=PLACE).headers.get("X-Robots-Tag") for path in open_pages] == [None] * 5
        for path in ("/sign-in", "/status", "/staff", "/invitation/x", "/reset/x", "/nothing"):
            assert client.get(path, base_url=PLACE).headers["X-Robots-Tag"] == "noindex, nofollow"

    def test_nothing_of_a_demonstration_is_kept(self, client: FlaskClient) -> None:
        assert client.get("/").headers["X-Robots-Tag"] == "noindex, nofollow"

    def test_whoever_finds_a_weakness_is_told_whom_to_tell(self, production: Flask) -> None:
        answer = visitor(production).get("/.well-known/security.txt", base_url=PLACE)
        assert answer.mimetype == "text/plain"
        lines = dict(line.split(": ", 1) for line in answer.get_data(as_text=True).splitlines())
        assert lines["Contact"] == "tel:+8223001000"
        assert lines["Canonical"] == f"{PLACE}/.well-known/security.txt"
        assert datetime.fromisoformat(lines["Expires"]) > datetime.now(UTC)

    def test_signing_out_leaves_nothing_in_the_browser(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        assert client.post("/sign-out").headers["Clear-Site-Data"] == '"cache", "storage"'
