"""Pages remember for a moment who is signed in; what ends that holds in all processes at once."""

import contextvars
import shutil
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, event, update
from sqlalchemy.orm import Session

from portal import create_app
from portal.accounts.actions import disable_user
from portal.accounts.actions.sessions import end_sessions
from portal.accounts.models import SignInSession, User
from portal.accounts.queries import CHANGES
from portal.config import Settings
from portal.core import clock
from portal.core.permissions import SYSTEM
from portal.db import remembered
from portal.db.changes import changes
from portal.db.job_runs import JobRun
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_staff

PAGE = "/account/security"
Elsewhere = Callable[[Callable[[], object]], None]


@pytest.fixture
def other_process(session: Session, settings: Settings) -> Iterator[Elsewhere]:
    """Does something, and commits it, in an application that shares nothing with this one but database and folder."""
    app = create_app(settings)

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            act()
            db.session.commit()

    yield lambda act: contextvars.Context().run(run, act)
    with app.app_context():
        db.engine.dispose()


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
    """Somebody signed in, whom this process knows."""
    user = make_staff()
    client.sign_in(user.id)
    assert client.get(PAGE).status_code == 200
    return user


def test_a_page_after_the_other_asks_once(user: User, client: PortalClient, asked: list[str]) -> None:
    client.get(PAGE)
    client.get(PAGE)
    assert len(asked) <= 1


def test_what_changes_something_always_asks(user: User, client: PortalClient, asked: list[str]) -> None:
    client.get(PAGE)
    asked.clear()
    client.post("/account/stay")
    client.post("/account/stay")
    assert len(asked) == 2


def test_signing_out_elsewhere_holds_at_once(other_process: Elsewhere, user: User, client: PortalClient) -> None:
    user_id = user.id
    other_process(lambda: end_sessions(user_id, actor=SYSTEM, now=clock.now()))
    assert client.get(PAGE).status_code == 302


def test_disabling_elsewhere_holds_at_once(other_process: Elsewhere, user: User, client: PortalClient) -> None:
    user_id = user.id
    other_process(lambda: disable_user(db.session.get_one(User, user_id), actor=SYSTEM, now=clock.now()))
    assert client.get(PAGE).status_code == 302


def test_what_somebody_does_in_the_database_holds_after_a_moment(
    user: User, client: PortalClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(SignInSession.__table__).values(ended_at=clock.now()))  # type: ignore[arg-type]
    monkeypatch.setattr(remembered, "SECONDS", 0.0)
    assert client.get(PAGE).status_code == 302


class TestStamp:
    def test_is_renewed_when_the_whole_transaction_is_over(self, session: Session) -> None:
        user = make_staff()
        session.commit()
        before = changes().stamp(CHANGES)
        with session.begin_nested():
            user.name = "다른 이름"
        assert changes().stamp(CHANGES) == before
        session.commit()
        assert changes().stamp(CHANGES) != before

    def test_of_files_that_somebody_removed_is_another(self, session: Session, client: PortalClient) -> None:
        user = make_staff()
        client.sign_in(user.id)
        assert client.get(PAGE).status_code == 200
        shutil.rmtree(changes().folder)
        assert client.get(PAGE).status_code == 200
        end_sessions(user.id, actor=SYSTEM, now=clock.now())
        session.commit()
        assert client.get(PAGE).status_code == 302

    def test_is_left_alone_by_other_changes(self, session: Session) -> None:
        make_staff()
        session.commit()
        before = changes().stamp(CHANGES)
        session.add(JobRun(name="other", started_at=clock.now()))
        session.commit()
        assert changes().stamp(CHANGES) == before
