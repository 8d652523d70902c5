"""A figure costs as many statements for many charges as for few."""

from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.benefits.figures.actions import close_month
from portal.benefits.programmes.models import Programme
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW, OFFICE
from tests.factories.ledger import CAP, choose, make_charge, make_paying
from tests.factories.referrals import make_case, make_line, make_user
from tests.integration.web.test_statements import costs

PAGES = (
    "/figures", "/figures/by/programme", "/figures/by/service", "/figures/by/organisation", "/figures/by/dong",
    "/figures/by/month", "/figures/rows?year=2026", "/figures/rows?year=2026&month=10&told=1", "/figures/near-cap",
    "/figures/never-billed", "/figures/shares", "/figures/months", "/figures/months/2026/10", "/figures/budgets",
)  # fmt: skip


def grow(programme: Programme, month: int) -> None:
    """A visit of somebody new by a new member of a new service that takes the whole cap; somebody who had none."""
    person = make_case().household.person
    make_charge(person, programme=programme, day=date(2026, month, 12), quantity=1, unit_price=CAP)
    choose(make_line(make_case()), programme)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AUDITOR])
def test_more_charges_take_no_more_statements(client: PortalClient, session: Session, role: Role) -> None:
    with time_machine.travel(NOW, tick=False):
        programme = make_paying()
        for _ in range(2):
            grow(programme, 10)
        close_month(date(2026, 10, 1), actor=OFFICE, now=NOW)
        for month in (10, 11):
            grow(programme, month)
        client.sign_in(make_user(role, "읽는 사람").id)
        engine = db.engine
        costs(client, engine, PAGES)
        few = costs(client, engine, PAGES)
        for month in (9, 10, 10, 11, 11):
            grow(programme, month)
        many = costs(client, engine, PAGES)
    assert {page: (few[page], many[page]) for page in PAGES if many[page] > few[page]} == {}
