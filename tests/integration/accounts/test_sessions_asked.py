"""Every request asks the database who sends it: what ends a session, an account or a role holds from the next one."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, event, update
from sqlalchemy.orm import Session

from portal.accounts.models import RoleGrant, SignInSession, User
from portal.core import clock
from portal.core.permissions import Role
from portal.db.base import Base
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_staff

PAGE = "/account/security"
OF_COORDINATORS = "/today"


@pytest.fixture
def asked(app: Flask, session: Session) -> Iterator[list[str]]:
    """The statements that ask for a session, as they are sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "FROM sign_in_session" in statement and "token_digest =" in statement:
            sent.append(statement)

    engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def user(session: Session, client: PortalClient) -> User:
    """Somebody signed in, whom this process has seen."""
    user = make_staff(Role.COORDINATOR)
    client.sign_in(user.id)
    assert client.get(OF_COORDINATORS).status_code == 200
    return user


@pytest.mark.parametrize("ask", [lambda c: c.get(PAGE), lambda c: c.post("/account/stay")], ids=["reads", "changes"])
def test_each_request_asks_once(
    user: User, client: PortalClient, asked: list[str], ask: Callable[[PortalClient], object]
) -> None:
    for times in (1, 2, 3):
        ask(client)
        assert len(asked) == times


@pytest.mark.parametrize(
    ("model", "column", "status"),
    [(SignInSession, "ended_at", 302), (User, "disabled_at", 302), (RoleGrant, "revoked_at", 403)],
)
def test_what_somebody_writes_into_the_database_holds_at_once(
    user: User, client: PortalClient, model: type[Base], column: str, status: int
) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(model.__table__).values({column: clock.now()}))  # type: ignore[arg-type]
    assert client.get(OF_COORDINATORS).status_code == status
