"""What every answer says of itself, whoever asks: walked over all pages with things that are there."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.core.permissions import ROLE_PERMISSIONS, Role
from portal.web.access import access_of
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.integration.web.everything import Everything, make_everything

WALKED = (Role.OFFICE, Role.COORDINATOR, Role.COOPERATIVE, Role.RESIDENT)
SHOWN = {"text/html", "text/plain", "application/json", "application/problem+json"}
SHOWN |= {"image/jpeg", "image/png", "image/webp"}
WANTED_POLICY = {
    "default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"
}  # fmt: skip
KEPT_BY_ANYBODY = {"hsds": {"no-store", "no other site"}}
"""What the public feed leaves out on purpose: other sites may read it, and caches keep it."""
FOREIGN = re.compile(r"(?:src|href|action)=\"(?:https?:)?//(?!localhost)[^\"]+\"")
LEADS_AWAY = re.compile(r"<a [^>]*href=\"https?://")
HIDDEN = (
    ".env", ".git/config", ".git/HEAD", ".htaccess", "backup.sql", "backup.zip", "portal.sqlite", "var/portal.sqlite",
    "config.py", "portal/config.py", "wsgi.py", "app.py", "docker-compose.yml", "compose.yml", "requirements.lock",
    "pyproject.toml", "Makefile", "console", "debug", "metrics", "openapi.json", "docs", "admin", "server-status",
    "phpinfo.php", "wp-login.php", "static/../portal/config.py", "static/%2e%2e/config.py", "static/js/", "static/",
    "id_rsa", "package.json", "node_modules/", "__pycache__/", "tests/", "swagger", "actuator/health", "graphql",
)  # fmt: skip


@pytest.fixture
def everything(session: Session) -> Iterator[Everything]:
    with time_machine.travel(NOW, tick=False):
        yield make_everything()


class Unchecked(PortalClient):
    """Does not look into the pages: their own tests do."""

    checks = False


def answers(app: Flask, everything: Everything, role: Role) -> Iterator[tuple[str, TestResponse]]:
    """Each page that the role may open, as it is answered."""
    client = Unchecked(app)
    client.sign_in(everything.people[role])
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        access = access_of(app.view_functions[rule.endpoint])
        if access is None or (access.permission and access.permission not in ROLE_PERMISSIONS[role]):
            continue
        if (
            not rule.arguments
            <= everything.values.keys() | everything.by_blueprint.get(rule.endpoint.split(".")[0], {}).keys()
        ):
            continue
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **everything._values_of(rule))
        yield rule.endpoint, client.get(address)


def faults(answer: TestResponse) -> set[str]:
    """What the answer lacks."""
    headers = answer.headers
    policy = set(headers.get("Content-Security-Policy", "").split("; "))
    is_text = (answer.mimetype or "").startswith("text/") and bool(answer.data)
    is_there = {
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "policy": policy >= WANTED_POLICY,
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "no-store": "no-store" in headers.get("Cache-Control", ""),
        "no other site": "Access-Control-Allow-Origin" not in headers,
        "charset": not is_text or "charset=utf-8" in headers["Content-Type"],
        "no drawing that runs": answer.mimetype != "image/svg+xml",
        "how a file is taken": answer.mimetype in SHOWN or "Content-Disposition" in headers or not answer.data,
    }
    return {name for name, there in is_there.items() if not there} | faults_of_page(answer)


def faults_of_page(answer: TestResponse) -> set[str]:
    page = answer.get_data(as_text=True) if answer.mimetype == "text/html" and answer.status_code == 200 else ""
    asks_elsewhere = FOREIGN.search(LEADS_AWAY.sub("", page)) is not None
    has_no_way_out = "<main" in page and "/sign-out" not in page
    return {name for name, wrong in (("itself alone", asks_elsewhere), ("a way out", has_no_way_out)) if wrong}


@pytest.mark.on_postgresql
@pytest.mark.parametrize("role", WALKED)
def test_every_page_is_protected(app: Flask, everything: Everything, role: Role) -> None:
    found: dict[str, set[str]] = {}
    opened = 0
    for endpoint, answer in answers(app, everything, role):
        opened += answer.status_code == 200
        wrong = faults(answer) - KEPT_BY_ANYBODY.get(endpoint.split(".")[0], set())
        if wrong:
            found[endpoint] = wrong
    assert opened > 15
    assert found == {}


@pytest.mark.parametrize("path", HIDDEN)
def test_nothing_of_the_machine_is_served(client: PortalClient, path: str) -> None:
    answer = client.get(f"/{path}")
    assert answer.status_code in {404, 405}
    assert "Traceback" not in answer.get_data(as_text=True)


def test_no_answer_tells_versions(client: PortalClient) -> None:
    for path in ("/", "/nothing", "/sign-in/staff"):
        headers = client.get(path).headers
        assert "X-Powered-By" not in headers
        assert not re.search(r"\d", headers.get("Server", ""))


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "PATCH", "DELETE"])
def test_methods_that_nobody_uses_are_refused(client: PortalClient, method: str) -> None:
    assert client.open("/sign-in/staff", method=method).status_code == 405


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_other_sites_read_nothing(client: PortalClient, origin: str) -> None:
    for path in ("/", "/sign-in/staff", "/nothing"):
        assert not [
            name
            for name, _value in client.get(path, headers={"Origin": origin}).headers
            if name.startswith("Access-Control")
        ]


@pytest.mark.parametrize(
    "given", ["{{7*7}}", "{% if 1 %}x{% endif %}", "%(name)s %s %n", "{0.__class__}", "<i id=zz>", "${7*7}"]
)
def test_what_was_typed_is_shown_as_typed(client: PortalClient, session: Session, given: str) -> None:
    page = client.post("/sign-in", data={"contact": given}).get_data(as_text=True)
    assert "<i id=zz>" not in page
    assert ">49<" not in page
    assert "__class__" not in page or given in page
