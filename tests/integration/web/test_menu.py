"""The menu: short for most, under headings for whoever has many places."""

import pytest
from sqlalchemy.orm import Session

from portal.core.permissions import Role
from portal.web.navigation import MENU, SHORT, MenuGroup
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.pages import find_all, parse, text_of


def headings(client: PortalClient, role: Role, address: str) -> list[str]:
    client.sign_in(make_user(role).id)
    page = parse(client.get(address).get_data(as_text=True))
    side = next(part for part in find_all(page, "div") if part.get("class") == "side")
    return [text_of(part) for part in find_all(side, "p") if part.get("class") == "menu-group"]


def test_the_office_finds_its_places_under_headings(client: PortalClient, session: Session) -> None:
    assert headings(client, Role.OFFICE, "/inbox") == [group.words for group in MenuGroup]


@pytest.mark.usefixtures("app")
def test_no_group_is_as_long_as_a_menu_without_headings() -> None:
    for group in MenuGroup:
        assert 2 <= len([entry for entry in MENU if entry.group is group and entry.permission]) <= 2 * SHORT


def test_a_short_menu_has_none(client: PortalClient, session: Session) -> None:
    assert headings(client, Role.AUDITOR, "/audit") == []
