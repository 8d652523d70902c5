"""Every page, asked for by every role: who may not open it is refused, who may is answered."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule, UUIDConverter

from portal.core import clock
from portal.core.ids import new_id
from portal.core.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.monitoring.teams.states import Team
from portal.web.access import access_of
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.teams import make_volunteer

ANSWERS_OF_THE_PERMITTED = frozenset({200, 204, 302, 303, 404, 429})
"""A page, a way on, or not found: it does not exist or is not this person's; who asks for much of that is slowed."""

NOT_PAGES = frozenset({"static", "web.readyz"})


def pages(app: Flask) -> Iterator[tuple[str, Permission | None]]:
    """The address of each page with made-up values in its places, and what it requires."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_PAGES:
            continue
        access = access_of(app.view_functions[rule.endpoint])
        assert access is not None
        yield address_of(app, rule), access.permission


def address_of(app: Flask, rule: Rule) -> str:
    """The address of a rule, with an id that nothing has and the first of the words that it allows."""
    values: dict[str, Any] = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if isinstance(converter, AnyConverter):
            values[name] = sorted(converter.items)[0]
        elif isinstance(converter, UUIDConverter):
            values[name] = str(new_id())
        else:
            values[name] = "1"
    with app.test_request_context():
        return str(app.url_for(rule.endpoint, **values))


def user_with(role: Role) -> UUID:
    team = next((each for each in Team if each.permission in ROLE_PERMISSIONS[role]), None)
    if team is not None:
        volunteer = make_volunteer(team, now=clock.now(), today=clock.day_of(clock.now()))
        assert volunteer.user_id is not None
        return volunteer.user_id
    organisation = new_id() if role is Role.COOPERATIVE else None
    return make_user(role, organisation_id=organisation).id


@pytest.mark.on_sqlite
@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_it_may_and_nothing_else(
    app: Flask, client: PortalClient, session: Session, role: Role
) -> None:
    client.sign_in(user_with(role))
    wrong = {}
    for address, permission in pages(app):
        status = client.get(address).status_code
        permitted = permission is None or permission in ROLE_PERMISSIONS[role]
        if (status in ANSWERS_OF_THE_PERMITTED) is not permitted or (not permitted and status != 403):
            wrong[address] = status
    assert wrong == {}


def test_a_visitor_is_led_to_sign_in(app: Flask, client: PortalClient) -> None:
    wrong = {}
    for address, permission in pages(app):
        answer = client.get(address)
        if permission is not None and not (answer.status_code == 302 and answer.location.startswith("/sign-in")):
            wrong[address] = answer.status_code
    assert wrong == {}
