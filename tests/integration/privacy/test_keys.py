"""A new key seals all anew while the portal runs, and nothing that is written meanwhile is lost."""

from collections.abc import Iterator
from itertools import cycle, islice
from secrets import token_urlsafe
from threading import Thread
from uuid import UUID

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Settings
from portal.core import clock
from portal.db.transaction import own_transaction
from portal.extensions import db
from portal.privacy.evidence.items import Period
from portal.privacy.evidence.of_keeping import encryption
from portal.privacy.keys import actions
from portal.privacy.keys.actions import Progress, rotate, values_by_key
from portal.residents.households.models import Household
from tests.factories.referrals import make_person

HOMES, WRITES = 30, 90


@pytest.fixture
def homes(session: Session, monkeypatch: pytest.MonkeyPatch) -> dict[UUID, str]:
    """Ways in, sealed by the first key."""
    monkeypatch.setattr(actions, "AT_ONCE", 4)
    monkeypatch.setattr(actions, "REST_SECONDS", 0)
    for number in range(HOMES):
        make_person(f"김{number}", phone=None).household.entry_note = f"열쇠는 {number}번 화분 밑"
    session.commit()
    return {home.id: home.entry_note for home in session.scalars(select(Household))}


NEW_KEY = token_urlsafe(48)


def started_with(settings: Settings, field_keys: str) -> Iterator[Flask]:
    app = create_app(settings.model_copy(update={"field_key": SecretStr(field_keys)}))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def rotating(settings: Settings) -> Iterator[Flask]:
    """The same portal, started again with a second key, which seals."""
    yield from started_with(settings, f"2:{NEW_KEY} 1:{settings.field_keys[1]}")


@pytest.fixture
def not_yet(settings: Settings) -> Iterator[Flask]:
    """The same portal on another machine, which knows the second key and seals with the first."""
    yield from started_with(settings, f"1:{settings.field_keys[1]} 2:{NEW_KEY}")


def ways_in(app: Flask) -> dict[UUID, str]:
    with app.app_context():
        return {home.id: home.entry_note for home in db.session.scalars(select(Household))}


def lying(app: Flask) -> set[str]:
    with app.app_context():
        return {kept.partition(".")[0] for kept in db.session.scalars(text("SELECT entry_note FROM household"))}


def write(app: Flask, homes: dict[UUID, str]) -> None:
    with app.app_context():
        for number, home_id in enumerate(islice(cycle(list(homes)), WRITES)):
            homes[home_id] = f"열쇠는 관리실에 {number}"
            with own_transaction() as session:
                session.get_one(Household, home_id).entry_note = homes[home_id]


def test_seals_all_anew_and_reads_the_same(homes: dict[UUID, str], rotating: Flask) -> None:
    said: list[Progress] = []
    with rotating.app_context():
        before = values_by_key()
    with rotating.app_context():
        done = rotate(said.append)
        after = values_by_key()
    assert before[1] == done == after[2]
    assert (before[2], after[1], after[0]) == (0, 0, 0)
    assert Progress("household.entry_note", HOMES) in said
    assert ways_in(rotating) == homes
    assert lying(rotating) == {"2"}


def test_loses_nothing_that_is_written_meanwhile(homes: dict[UUID, str], rotating: Flask) -> None:
    writer = Thread(target=write, args=(rotating, homes))
    writer.start()
    with rotating.app_context():
        rotate(lambda _progress: None)
    writer.join()
    assert ways_in(rotating) == homes
    assert lying(rotating) == {"2"}


def test_goes_on_where_it_was_stopped(homes: dict[UUID, str], rotating: Flask) -> None:
    class Stopped(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress == Progress("household.entry_note", 8):
            raise Stopped

    with rotating.app_context():
        with pytest.raises(Stopped):
            rotate(stop)
        assert lying(rotating) == {"1", "2"}
        rotate(lambda _progress: None)
    assert lying(rotating) == {"2"}
    assert ways_in(rotating) == homes


def test_what_a_machine_writes_that_still_seals_with_the_other_is_sealed_as_well(
    homes: dict[UUID, str], not_yet: Flask, rotating: Flask
) -> None:
    def write_once(progress: Progress) -> None:
        if progress == Progress("household.entry_note", 4):
            with not_yet.app_context(), own_transaction() as session:
                session.get_one(Household, min(homes)).entry_note = "옆집에"

    with rotating.app_context():
        rotate(write_once)
    assert ways_in(rotating) == homes | {min(homes): "옆집에"}
    assert lying(rotating) == {"2"}


def test_the_commands_tell(homes: dict[UUID, str], rotating: Flask) -> None:
    def said(*command: str) -> list[str]:
        with rotating.app_context():
            return rotating.test_cli_runner().invoke(args=["keys", *command]).output.splitlines()

    assert said("show") == [f"1: {HOMES}", "2: 0"]
    told = said("rotate")
    assert f"household.entry_note: {HOMES}" in told
    assert told[-1] == f"key 2: {HOMES}"
    assert said("show") == ["1: 0", f"2: {HOMES}"]
    with rotating.app_context():
        today = clock.day_of(clock.now())
        (rotations,) = (each for each in encryption(Period(today, today)).listings if each.name == "rotations")
        assert [row[1:] for row in rotations.rows] == [(2, HOMES)]
