"""Nothing that is typed into an address or a form, however odd, makes a page fail."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core.permissions import Role
from portal.web.pages import local_target
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import make_organisation
from tests.factories.coordinators import make_assessed

pytestmark = pytest.mark.on_sqlite

HUGE = "9" * 40
CHOICES = "state=x&dong=x&due=x&sort=x&order=x&kind=x&service=x&event=x&means=x&of=x"
IDS = "visit=x&instead_of=x&accepted=x&ended=x&slot=x&edition=x"
QUERIES = (
    f"page={HUGE}&first=0001-01-01&last=9999-12-31&week=0001-01-01&q={HUGE}&before={HUGE}&after={HUGE}&{IDS}",
    f"page=-1&first=9999-12-31&last=0001-01-01&week=9999-12-31&q=%F0%9F%98%80%ED%A0%80&before=-1&{CHOICES}",
)
ADDRESSES = (
    "/", "/services", "/status", "/apply", "/sign-in", "/audit", "/worries", "/inbox", "/today", "/households",
    "/referrals", "/referrals/all", "/visits", "/meetings", "/meetings/actions", "/meetings/proposals/new", "/manuals",
    "/capacity/free", "/capacity/week", "/capacity/patterns", "/staff", "/members", "/my", "/applications/new",
)  # fmt: skip
REFUSED_IN_WORDS = 422


def everyone(session: Session) -> list[Any]:
    organisation = make_organisation()
    roles = [role for role in Role if role is not Role.COOPERATIVE]
    cooperative = make_user(Role.COOPERATIVE, organisation_id=organisation.id)
    return [None, *(make_user(role).id for role in roles), cooperative.id]


@pytest.mark.parametrize("query", QUERIES)
def test_no_address_makes_a_page_fail(app: Flask, session: Session, query: str) -> None:
    failed = {}
    for user_id in everyone(session):
        client = app.test_client()
        assert isinstance(client, PortalClient)
        if user_id:
            client.sign_in(user_id)
        for address in ADDRESSES:
            status = client.get(f"{address}?{query}").status_code
            if status >= 400 and status not in (403, 404, REFUSED_IN_WORDS):
                failed[address] = status
    assert failed == {}


class TestNul:
    """PostgreSQL keeps no NUL, SQLite does."""

    @pytest.mark.parametrize("address", ["/households?q=%00", "/services/%00", "/manuals/a%00"])
    def test_in_an_address_is_refused(self, client: PortalClient, session: Session, address: str) -> None:
        client.sign_in(make_user(Role.OFFICE).id)
        assert client.get(address).status_code == 400

    @pytest.mark.parametrize("value", ["a\0b", ["fine", "\0"]])
    def test_in_a_form_is_refused(self, client: PortalClient, session: Session, value: str | list[str]) -> None:
        assert client.post("/worry", data={"what": value}).status_code == 400


class TestJson:
    @pytest.mark.parametrize("sent", ['["a"]', '{"what": 5}', "{"])
    def test_is_no_form(self, client: PortalClient, sent: str) -> None:
        headers = {"X-CSRFToken": client.protection()}
        answer = FlaskClient.post(client, "/apply", data=sent, content_type="application/json", headers=headers)
        assert answer.status_code == 400


class TestForms:
    def test_an_impossible_day_is_told_in_words(self, client: PortalClient, session: Session) -> None:
        organisation = make_organisation()
        client.sign_in(make_user(Role.COOPERATIVE, organisation_id=organisation.id).id)
        for day in ("9999-12-31", "0001-01-01"):
            assert client.post("/capacity/closed-days", data={"day": day, "reason": "쉼"}).status_code == 422

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2020-01-01T10:00"])
    def test_an_application_was_not_received_in_another_age(
        self, client: PortalClient, session: Session, moment: str
    ) -> None:
        client.sign_in(make_user(Role.OFFICE).id)
        assert client.post("/applications/new", data={"received_at": moment}).status_code == 422

    def test_ids_that_are_none_are_told_in_words(self, client: PortalClient, session: Session) -> None:
        case = make_assessed()
        client.sign_in(case.coordinator_id)
        address = f"/households/{case.household_id}"
        line = {"lines-0-service_id": "no-id", "lines-0-need": "가", "lines-0-times": HUGE, "lines-0-until_on": "x"}
        assert client.post(f"{address}/plan/draft", data=line).status_code == 422
        assert client.post(f"{address}/contacts?visit=no-id", data={"outcome": "x"}).status_code == 422


class TestLocalTargets:
    @pytest.mark.parametrize(
        "address",
        [
            "//[", "//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "/\t/elsewhere.example",
            "\t//elsewhere.example", "javascript:alert(1)", "elsewhere", "http://[::1", "///elsewhere.example", "",
            "/status\r\nX: y", "/status\n", "/\x01",
        ],
    )  # fmt: skip
    def test_another_site_is_never_one(self, address: str) -> None:
        assert local_target(address, "/here") == "/here"

    @pytest.mark.parametrize("address", ["/worries", "/households?q=홍&page=2", "/my/visits/1#top"])
    def test_a_place_of_ours_is(self, address: str) -> None:
        assert local_target(address, "/here") == address

    def test_a_line_break_in_the_way_back_is_none(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_user(Role.OFFICE).id)
        assert client.get("/sign-in?next=/status%0d%0aX:%20y").status_code in (200, 302, 303)
        assert client.post("/display", data={"next": "/status\r\nX: y"}).location == "/"

    def test_a_foreign_referrer_breaks_no_error_page(self, client: PortalClient) -> None:
        assert client.get("/nowhere", headers={"Referer": "http://localhost//["}).status_code == 404
