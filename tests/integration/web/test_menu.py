"""The menu: short for most, folded under headings for whoever has many places."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal.core.permissions import Role, permissions_of
from portal.monitoring.worries.actions import report_worry
from portal.web.navigation import MENU, Menu, MenuGroup, shown_groups
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import MANGWON, NOW, TODAY
from tests.factories.coordinators import make_application
from tests.factories.referrals import make_case
from tests.pages import find_all, parse, text_of

LONGEST_GROUP = 11


def headings(client: PortalClient, role: Role, address: str) -> list[str]:
    client.sign_in(make_user(role).id)
    page = parse(client.get(address).get_data(as_text=True))
    side = next(part for part in find_all(page, "div") if part.get("class") == "side")
    return [text_of(part) for part in find_all(side, "summary")]


def test_the_office_finds_its_places_under_headings(client: PortalClient, session: Session) -> None:
    assert headings(client, Role.OFFICE, "/inbox") == [group.words for group in MenuGroup]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("role", Role)
def test_no_group_is_too_long_to_be_read_at_a_glance(role: Role) -> None:
    carried = permissions_of(frozenset({role}))
    mine = [entry for entry in MENU if entry.permission in carried or entry.or_permission in carried]
    assert max(Counter(entry.group for entry in mine).values(), default=0) <= LONGEST_GROUP


def test_a_short_menu_has_none(app: Flask) -> None:
    with app.test_request_context():
        groups = shown_groups(Menu(frozenset({Role.RESIDENT}), frozenset(), ()))
    assert [group.words for group in groups] == [""]


def test_the_auditor_finds_what_may_be_read_under_headings(client: PortalClient, session: Session) -> None:
    expected = [group.words for group in MenuGroup if group not in (MenuGroup.CARE, MenuGroup.WATCHING)]
    assert headings(client, Role.AUDITOR, "/audit") == expected


def badges(page: str, entry: str) -> set[str]:
    """What stands behind an entry of the menu."""
    links = [text_of(link) for link in find_all(parse(page), "a")]
    return {words.removeprefix(entry).strip() for words in links if words.partition(" ")[0] == entry.partition(" ")[0]}


def test_a_badge_counts_at_the_moment_of_each_page(client: PortalClient, session: Session) -> None:
    case = make_case(next_contact_on=TODAY + timedelta(days=1))
    counted = []
    for moment in (NOW, NOW + timedelta(days=1)):
        with time_machine.travel(moment, tick=False):
            client.sign_in(case.coordinator_id)
            shown = client.get("/households").get_data(as_text=True)
        counted.append(badges(shown, "오늘"))
    assert counted == [{""}, {"연락할 가구 1"}]


def test_a_badge_that_counts_one_kind_of_what_waits_says_which(client: PortalClient, session: Session) -> None:
    """And the page says the same number of it, beside all that waits."""
    make_application()
    words = {"whereabouts": "", "what": "", "reporter_name": "", "reporter_phone": ""}
    report_worry(dong_code=MANGWON, **words, may_ask=False, now=NOW)
    client.sign_in(make_user(Role.OFFICE).id)
    page = client.get("/inbox").get_data(as_text=True)
    assert badges(page, "기다리는 일") == {"새 신청 1"}
    tabs = [text_of(link) for link in find_all(parse(page), "a") if (link.get("href") or "").startswith("/inbox")]
    assert {"모두 2", "새 신청 1"} <= set(tabs)


@pytest.mark.on_sqlite
@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("address", ["/", "/help"])
def test_staff_keep_theirs_at_the_side_on_pages_for_everybody(client: PortalClient, address: str) -> None:
    def classes() -> set[str]:
        return {part.get("class", "") for part in find_all(parse(client.get(address).get_data(as_text=True)), "div")}

    assert ("side" in classes(), "nav-bar" in classes()) == (False, True)
    client.sign_in(make_user(Role.OFFICE).id)
    assert ("side" in classes(), "nav-bar" in classes()) == (True, False)
