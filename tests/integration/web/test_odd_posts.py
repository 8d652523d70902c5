"""Every changing route, about something that is there, sent whatever no form expects: it answers, and never fails."""

import re
from collections.abc import Iterator
from itertools import cycle
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.web.access import public
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.integration.web.every_form import CLASSES, leaves
from tests.integration.web.everything import Everything, make_everything

BLANKS = (" ", "\u3000")
ODD = ("가\x01나", "9999-12-31", "9" * 40, "../x", "0001-01-01", "²")
NAME = re.compile(r'<(?:input|select|textarea)[^>]*? name="([^"]+)"')
KEPT = frozenset({"csrf_token", "form_key"})
NOT_REACHED = frozenset(
    {
        "accounts.code", "accounts.invitation", "accounts.reset", "accounts.second_step", "accounts.send_code_again",
        "accounts.end_device", "accounts.withdraw_removal", "meetings.finish", "meetings.reopen",
        "residents.withdraw_for", "providers.accept_by_provider", "providers.ended_at_provider", "outbox.receipt",
        "audit.why", "rights.messages_again", "rights.messages_for", "surveys.led", "surveys.wish", "surveys.word",
        "teams.round_at", "emails.change_email", "manuals.paper_again", "stays.answer_home",
        "screening.paper",
    }
)  # fmt: skip
"""They need a secret, a step before, the words of a button, the edition that a page carries.

Or what an earlier route of the same walk took away.
"""


@pytest.fixture(autouse=True)
def as_in_a_server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected failure is answered, not raised."""
    monkeypatch.setitem(app.config, "TESTING", False)


@pytest.fixture
def everything(session: Session) -> Iterator[Everything]:
    with time_machine.travel(NOW, tick=False):
        yield make_everything()


def any_name(app: Flask) -> set[str]:
    """The names of the fields of all forms that can be built as they stand."""
    with app.test_request_context("/", method="POST"):
        return {field.name for kind in CLASSES for field in leaves(kind())}


class Unchecked(PortalClient):
    """Does not look at the pages: they are many, and their own tests do."""

    checks = False


class Poster:
    def __init__(self, app: Flask, everything: Everything) -> None:
        self.app, self.everything, self.names = app, everything, any_name(app)
        self.clients: dict[UUID | None, PortalClient] = {}
        self.answers: dict[str, list[int]] = {}
        self.failed: list[str] = []

    def client(self, user_id: UUID | None) -> PortalClient:
        if user_id not in self.clients:
            self.clients[user_id] = client = Unchecked(self.app)
            if user_id is not None:
                client.sign_in(user_id)
        return self.clients[user_id]

    def post_all(self, odd: tuple[str, ...]) -> None:
        """Send them by turns, so that each form has all kinds."""
        for rule, address in self.everything.addresses(self.app):
            if rule.endpoint != "accounts.sign_out":
                self.post(rule, address, odd)

    def post(self, rule: Rule, address: str, odd: tuple[str, ...]) -> None:
        for user_id in self.everything.who_may(self.app, rule):
            client = self.client(user_id)
            names = self._names(client, address, "GET" in (rule.methods or ()))
            data = dict(zip(sorted(names), cycle(odd), strict=False))
            self._note(rule.endpoint, address, client.post(address, data=data).status_code)

    def _names(self, client: PortalClient, address: str, has_page: bool) -> set[str]:
        shown = client.get(address).get_data(as_text=True) if has_page else ""
        return (set(NAME.findall(shown)) or self.names) - KEPT

    def _note(self, endpoint: str, address: str, status: int) -> None:
        if status >= 500:
            self.failed.append(f"{address}: {status}")
        self.answers.setdefault(endpoint, []).append(status)


@pytest.mark.parametrize(
    "odd", [pytest.param(BLANKS, id="blanks", marks=pytest.mark.on_postgresql), pytest.param(ODD, id="odd")]
)
def test_never_fails(app: Flask, everything: Everything, odd: tuple[str, ...]) -> None:
    poster = Poster(app, everything)
    poster.post_all(odd)
    assert poster.failed == []
    nothing_there = {endpoint for endpoint, found in poster.answers.items() if set(found) <= {403, 404}}
    assert nothing_there - NOT_REACHED == set()


@pytest.mark.on_postgresql
def test_a_route_that_fails_is_told(app: Flask, everything: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_values: object) -> str:
        raise ValueError

    monkeypatch.setitem(app.view_functions, "worries.report", public("a test")(fail))
    poster = Poster(app, everything)
    ((rule, address),) = (each for each in everything.addresses(app) if each[0].endpoint == "worries.report")
    poster.post(rule, address, BLANKS)
    assert poster.failed == ["/worry: 500"]
