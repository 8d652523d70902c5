"""Password managers, pasting and looking at what was typed."""

import re

import pytest
from sqlalchemy.orm import Session

from tests.client import PortalClient
from tests.factories.accounts import make_staff

FIELD = re.compile(r"<input[^>]*type=\"password\"[^>]*>")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/sign-in/staff", {"current-password"}),
        ("/account/password", {"current-password", "new-password"}),
        ("/account/prove", {"current-password"}),
    ],
)
def test_each_says_what_it_is_and_can_be_shown(
    session: Session, client: PortalClient, path: str, wanted: set[str]
) -> None:
    if path != "/sign-in/staff":
        client.sign_in(make_staff().id)
    page = client.get(path).get_data(as_text=True)
    fields = FIELD.findall(page)
    assert {re.search(r'autocomplete="([^"]+)"', field)[1] for field in fields} == wanted  # type: ignore[index]
    assert not any("onpaste" in field or "readonly" in field for field in fields)
    assert page.count("aria-pressed") >= len(fields)


def test_the_code_says_that_it_is_one(session: Session, client: PortalClient) -> None:
    client.post("/sign-in", data={"contact": "010-1234-5678"})
    assert 'autocomplete="one-time-code"' in client.get("/code").get_data(as_text=True)


def test_a_password_of_three_years_still_opens(session: Session, client: PortalClient) -> None:
    user = make_staff()
    user.created_at = user.created_at.replace(year=user.created_at.year - 3)
    session.flush()
    sent = client.post("/sign-in/staff", data={"email": user.email, "password": "correct horse battery staple"})
    assert sent.location == "/home"
