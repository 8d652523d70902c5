"""The steps of an application keep to whom they belong, and beginning twice begins once."""

import html
import re
from collections.abc import Callable
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.consortium.catalogue.models import Service
from portal.core import clock
from portal.residents.applications.drafts import Draft
from portal.residents.applications.models import ApplicationDraft
from portal.residents.applications.views.apply import unsent
from tests.client import PortalClient
from tests.factories.consortium import make_service
from tests.integration.residents.steps import CONSENTS, fill_in, needs


@pytest.fixture
def service(session: Session) -> Service:
    return make_service("cleaning", name="청소")


def text_of_page(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


class TestBeginningTwice:
    def test_with_the_same_form_keeps_one_draft(self, client: PortalClient, service: Service, session: Session) -> None:
        client.get("/apply")
        for _ in range(2):
            assert client.post("/apply", data={"for_whom": "self"}).location == "/apply/needs"
        assert session.scalar(select(func.count(ApplicationDraft.id))) == 1

    def test_at_the_same_moment_keeps_one_draft(
        self, client: PortalClient, service: Service, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.post("/apply", data={"for_whom": "self"})
        monkeypatch.setattr("portal.residents.applications.views.apply.unsent", first_nothing(unsent))
        assert client.post("/apply", data={"for_whom": "self"}).location == "/apply/needs"
        assert session.scalar(select(func.count(ApplicationDraft.id))) == 1

    def test_after_the_first_draft_ran_out_begins_another(
        self, client: PortalClient, service: Service, session: Session
    ) -> None:
        client.post("/apply", data={"for_whom": "self"})
        session.execute(update(ApplicationDraft).values(expires_at=clock.now()))
        assert client.post("/apply", data={"for_whom": "other"}).location == "/apply/needs"
        client.post("/apply/needs", data=needs(service))
        assert "그분께 여쭈어 보고" in text_of_page(client, "/apply/consents")


def first_nothing(look: Callable[[Draft | None], Draft | None]) -> Callable[[Draft | None], Draft | None]:
    """Finds nothing the first time, as when somebody else is about to write what is looked for."""
    times = count()
    return lambda found: look(found) if next(times) else None


def test_asking_for_the_head_of_a_page_changes_nothing(client: PortalClient, service: Service) -> None:
    fill_in(client, service)
    for step in ("", "/consents", "/you", "/needs", "/check"):
        client.head(f"/apply{step}")
    assert "홍길동" in text_of_page(client, "/apply/check")


class TestWhatEachPageDraws:
    """A step that nobody answered yet is drawn once for all; what belongs to one of them is not in it."""

    def test_answers_stay_with_whom_they_belong(self, app: Flask, service: Service) -> None:
        typing, other = app.test_client(), app.test_client()
        assert isinstance(typing, PortalClient)
        assert isinstance(other, PortalClient)
        fill_in(typing, service)
        other.post("/apply", data={"for_whom": "self"})
        other.post("/apply/needs", data=needs(service))
        other.post("/apply/consents", data=CONSENTS)
        text_of_page(other, "/apply/you")
        assert 'value="홍길동"' in text_of_page(typing, "/apply/you")
        assert "홍길동" not in text_of_page(other, "/apply/you")

    def test_protection_is_each_visitors_own(self, app: Flask, service: Service) -> None:
        found = []
        for _ in range(2):
            visitor = app.test_client()
            assert isinstance(visitor, PortalClient)
            found.append(re.findall(r'name="csrf_token" value="([^"]+)"', text_of_page(visitor, "/apply")))
        assert all(found)
        assert not set(found[0]) & set(found[1])

    def test_who_asks_for_somebody_else_sees_other_questions(self, client: PortalClient, service: Service) -> None:
        client.post("/apply", data={"for_whom": "self"})
        client.post("/apply/needs", data=needs(service))
        client.post("/apply/consents", data=CONSENTS)
        assert "어떤 사이인가요?" not in text_of_page(client, "/apply/you")
        client.post("/apply", data={"for_whom": "other"})
        assert "어떤 사이인가요?" in text_of_page(client, "/apply/you")

    def test_a_service_that_was_withdrawn_is_offered_no_more(
        self, client: PortalClient, service: Service, session: Session
    ) -> None:
        washing = make_service("laundry", name="세탁")
        client.post("/apply", data={"for_whom": "self"})
        assert "세탁" in text_of_page(client, "/apply/needs")
        washing.withdrawn_on = clock.day_of(clock.now())
        assert "세탁" not in text_of_page(client, "/apply/needs")
