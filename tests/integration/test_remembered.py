"""What a process remembers of a table says the same as the table; another process sees a change some seconds later."""

import contextvars
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from portal import create_app
from portal.benefits.programmes.queries import editions_in_force, editions_on
from portal.config import Settings
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import offered_services, services
from portal.core import clock
from portal.core.editions import EditionState
from portal.db import remembered
from portal.extensions import db
from tests.factories.consortium import TODAY, make_service
from tests.factories.programmes import make_edition

TOMORROW = TODAY + timedelta(days=1)
Elsewhere = Callable[[Callable[[], object]], None]


@pytest.fixture
def statements(session: Session) -> Iterator[list[str]]:
    """What is asked of the database, as it is sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def other_process(app: Flask, settings: Settings) -> Iterator[Elsewhere]:
    """Does something, and commits it, in an application that shares nothing with this one but the database."""
    other = create_app(settings)

    def run(act: Callable[[], object]) -> None:
        with other.app_context():
            act()
            db.session.commit()

    yield lambda act: contextvars.Context().run(run, act)
    with other.app_context():
        db.engine.dispose()


def codes() -> list[str]:
    return [service.code for service in offered_services(day=TODAY)]


class TestServices:
    def test_are_those_in_force_in_their_order(self, session: Session) -> None:
        make_service("laundry", position=2)
        make_service("cleaning", position=1)
        make_service("gone", withdrawn_on=TODAY)
        session.commit()
        assert codes() == ["cleaning", "laundry"] == [service.code for service in services(day=TODAY)]

    def test_are_asked_for_once(self, session: Session, statements: list[str]) -> None:
        make_service("cleaning")
        session.commit()
        codes()
        statements.clear()
        assert codes() == ["cleaning"]
        assert not statements

    def test_show_what_was_committed_since(self, session: Session) -> None:
        make_service("cleaning", position=1)
        session.commit()
        assert codes() == ["cleaning"]
        make_service("laundry", position=2)
        session.commit()
        assert codes() == ["cleaning", "laundry"]

    def test_show_what_was_written_in_this_transaction(self, session: Session) -> None:
        service = make_service("cleaning")
        session.commit()
        assert codes() == ["cleaning"]
        service.withdrawn_on = TODAY
        session.flush()
        assert codes() == []
        session.rollback()
        assert codes() == ["cleaning"]

    def test_that_another_process_changed_show_after_some_seconds(
        self, session: Session, other_process: Elsewhere, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_service("cleaning")
        session.commit()
        assert codes() == ["cleaning"]
        session.rollback()
        other_process(lambda: db.session.execute(update(Service).values(withdrawn_on=TODAY)))
        assert codes() == ["cleaning"]
        monkeypatch.setattr(remembered, "SECONDS", 0.0)
        remembered.forget()
        assert codes() == []

    def test_that_were_read_while_somebody_changed_them_are_forgotten_with_the_others(self, session: Session) -> None:
        make_service("cleaning", position=1)
        session.commit()

        def read() -> list[str]:
            found = [service.code for service in services(day=TODAY)]
            make_service("laundry", position=2)
            session.commit()
            return found

        assert remembered.remembered("the codes", read) == ["cleaning"]
        assert remembered.remembered("the codes", lambda: ["asked again"]) == ["asked again"]


class TestEditions:
    def test_are_those_in_force(self, session: Session) -> None:
        first = make_edition()
        make_edition(first.programme, starts_on=TODAY)
        make_edition(first.programme, starts_on=TOMORROW)
        make_edition(ends_on=TODAY)
        make_edition(state=EditionState.DRAFT)
        session.commit()
        for day in (TODAY, TOMORROW):
            found = [(one.id, one.number, one.rules, one.programme.id) for one in editions_in_force(day)]
            assert found == [(one.id, one.number, one.rules, one.programme_id) for one in editions_on(day)]

    def test_show_what_was_published_since(self, session: Session) -> None:
        edition = make_edition(state=EditionState.DRAFT)
        session.commit()
        assert editions_in_force(TODAY) == ()
        edition.state, edition.published_at = EditionState.PUBLISHED, clock.now()
        session.commit()
        assert [one.id for one in editions_in_force(TODAY)] == [edition.id]
