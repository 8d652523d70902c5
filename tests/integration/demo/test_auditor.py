"""An auditor reads the whole demonstration and meets nobody by name, telephone, address or birth date."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.accounts.queries import staff_by_email, users_who_may
from portal.audit.models import AuditEntry
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import MeetingState
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.phone import format_phone
from portal.extensions import db
from portal.residents.households.models import Household, Person
from portal.web.access import access_of
from portal.web.navigation import MENU
from tests.client import PortalClient
from tests.integration.demo.conftest import copy_of

_ADDRESS = re.compile(r'(?:href|src)="(/[^"#]*)')
DEPTH = 40
"""Pages of one route that are opened."""


@pytest.fixture(scope="module")
def demonstration(demonstration: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One of its own, because what an auditor opens is written into the log."""
    with copy_of(demonstration, tmp_path_factory.mktemp("audited")) as app:
        yield app


@pytest.fixture
def auditor(seeded: Session) -> Actor:
    user = staff_by_email("auditor@example.kr")
    assert user
    return user.actor


@pytest.fixture
def reader(demonstration: Flask, auditor: Actor) -> PortalClient:
    client = PortalClient(demonstration)
    client.checks = False
    assert auditor.user_id
    client.sign_in(auditor.user_id)
    return client


def crawl(app: Flask, reader: PortalClient) -> dict[str, str]:
    """Every page that links lead an auditor to, by its address."""
    waiting = deque(_addresses_of_the_menu(app))
    seen, opened, pages = set(waiting), dict[str, int](), dict[str, str]()
    while waiting:
        address = waiting.popleft()
        endpoint = app.url_map.bind("localhost").match(address.partition("?")[0], method="GET")[0]
        access = access_of(app.view_functions[endpoint])
        if access is None or access.permission is None or opened.setdefault(endpoint, 0) >= DEPTH:
            continue
        opened[endpoint] += 1
        answer = reader.get(address)
        if answer.status_code == 200:
            pages[address] = answer.get_data(as_text=True)
        for found in map(unescape, _ADDRESS.findall(pages.get(address, ""))):
            if found not in seen and not found.startswith("/static"):
                seen.add(found)
                waiting.append(found)
    return pages


def _addresses_of_the_menu(app: Flask) -> list[str]:
    with app.test_request_context():
        return [app.url_for(entry.endpoint) for entry in MENU if entry.permission in READ]


READ = frozenset(
    {
        Permission.AUDIT_READ,
        Permission.FIGURES_READ,
        Permission.PROGRAMME_READ,
        Permission.MEETING_READ,
        Permission.MANUAL_READ,
        Permission.STATEMENT_ALL,
        Permission.MEMBER_MANAGE,
        Permission.STAFF_OWN,
    }
)


def traces(but: Actor) -> set[str]:
    """What would tell who somebody is."""
    users = db.session.execute(select(User.name, User.phone, User.email).where(User.id != but.user_id)).all()
    people = db.session.execute(select(Person.name, Person.phone, Person.birth_on)).all()
    homes = db.session.execute(select(Household.address, Household.emergency_name, Household.emergency_phone)).all()
    said = {value for row in (*users, *people, *homes) for value in row if isinstance(value, str)}
    births = {f"{row.birth_on.year}. {row.birth_on.month}. {row.birth_on.day}." for row in people}
    dialled = {format_phone(value) for value in said if value.startswith("+82")}
    return {each for each in said | births | dialled | set(db.session.scalars(select(Attendee.name))) if len(each) > 1}


@pytest.mark.on_sqlite
def test_no_page_names_anybody(demonstration: Flask, reader: PortalClient, auditor: Actor) -> None:
    pages = crawl(demonstration, reader)
    found = {(address, trace) for trace in traces(auditor) for address, page in pages.items() if trace in page}
    kinds = {address.split("/")[1].partition("?")[0] for address in pages}
    assert found == set()
    assert kinds >= {"meetings", "manuals", "settlement", "members", "programmes", "figures", "audit"}
    assert len(pages) > 60


def test_the_same_minutes_name_people_to_the_office(demonstration: Flask, reader: PortalClient, auditor: Actor) -> None:
    (office, *_others) = users_who_may(Permission.MEETING_MANAGE)
    meeting = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.CLOSED)).first()
    assert meeting
    reader.sign_in(office.id)
    page = reader.get(f"/meetings/{meeting.id}").get_data(as_text=True)
    assert any(trace in page for trace in traces(auditor))


def test_what_was_opened_stands_in_the_log(reader: PortalClient, seeded: Session, auditor: Actor) -> None:
    reader.get("/meetings")
    opened = select(AuditEntry).where(AuditEntry.actor_id == auditor.user_id, AuditEntry.event == "page.read")
    assert "회의" in [entry.details["page"].partition(" ")[0] for entry in seeded.scalars(opened)]
