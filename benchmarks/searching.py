"""The searches over 50,000 sections of manuals and 50,000 things of minutes, against a bare list of 50 rows.

By an index, in one process, on both databases.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from benchmarks import floor
from benchmarks.data import Consortium, add_consortium, add_households
from benchmarks.data.minutes import OF_A_MEETING, PERSON, add_minutes
from benchmarks.data.sections import add_sections
from benchmarks.data.texts import SOUGHT, Shelf, texts
from benchmarks.figures import Figure
from benchmarks.ground import SECRET_KEY, Ground
from benchmarks.measure import interleaved_costs
from portal import create_app
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.searching import words_of
from portal.db.engine import engine_options, prepare_engine, writing
from portal.db.search import found
from portal.manuals.searching import IN_FORCE
from portal.tables import metadata
from portal.web.sought import Pairs, sealed
from tools.load import people

MONTHS_AGO, MONTH = timedelta(days=400), timedelta(days=31)
SECTIONS, THINGS, HOUSEHOLDS = 50_000, 50_000, 1_000
WARM_UP, TURNS, CALLS = 10, 10, 10
PAGE_TARGET, TIME_TARGET = 3, 20
Step = Callable[[], None]


@dataclass(frozen=True)
class Side:
    """Both applications on one database, within this process, and a session for the search alone."""

    name: str
    app: Flask
    office: FlaskClient
    coordinator: FlaskClient
    floor: FlaskClient
    session: Session

    def page(self, client: FlaskClient, path: str, typed: Pairs, clear: str = "") -> Step:
        with self.app.test_request_context():
            address = f"{path}?sought={sealed(typed)}{clear}"
        return _shown(client, address, "<mark>" if typed[0][0] == "words" else "search-hits")


def figures(ground: Ground) -> Iterator[Figure]:
    database, made = ground.thin(HOUSEHOLDS)
    with _side("PostgreSQL", database.url, made, ground.folder / "searching") as side:
        yield from _measured(side)
    url = f"sqlite:///{ground.folder / 'searching.sqlite3'}"
    with _side("SQLite", url, None, ground.folder / "searching-sqlite") as side:
        yield from _measured(side)


def _measured(side: Side) -> Iterator[Figure]:
    pages = dict(_pages(side))
    searches = {name: _asked(side.session, words_of(typed)) for name, typed in SOUGHT.items()}
    steps = [*pages.values(), *searches.values(), _shown(side.floor, "/list", "<tr")]
    sides = [(step, float) for step in steps]
    interleaved_costs(sides, turns=1, calls=WARM_UP)
    *costs, bare = (cost.seconds for cost in interleaved_costs(sides, turns=TURNS, calls=CALLS))
    for name, seconds in zip(pages, costs, strict=False):
        yield Figure(f"page of the search for {name}, {side.name}", seconds * 1000, "ms", TIME_TARGET)
        yield Figure(
            f"page of the search for {name}, {side.name}", seconds / bare, "times the floor's list", PAGE_TARGET
        )
    for name, seconds in zip(searches, costs[len(pages) :], strict=True):
        yield Figure(f"search for {name} in sections alone, {side.name}", seconds * 1000, "ms", TIME_TARGET)


def _pages(side: Side) -> Iterator[tuple[str, Step]]:
    """As the office, which reads of all meetings, and as a coordinator, who reads of few that speak about people."""
    for name, typed in SOUGHT.items():
        words = [("words", typed)]
        yield f"{name} in sections", side.page(side.office, "/manuals/search", words)
        yield f"{name} in minutes, by the office", side.page(side.office, "/minutes/search", words)
        yield f"{name} in minutes, by a coordinator", side.page(side.coordinator, "/minutes/search", words)
    begin = clock.day_of(clock.now()) - MONTHS_AGO
    month = f"&since={begin}&until={begin + MONTH}"
    word, person = ("words", SOUGHT["a common word"]), ("person", PERSON)
    yield "a person in minutes", side.page(side.office, "/minutes/search", [person])
    yield "a word, a person and a month in minutes", side.page(side.office, "/minutes/search", [word, person], month)


def _shown(client: FlaskClient, path: str, part: str) -> Step:
    def show() -> None:
        answer = client.get(path, base_url="http://127.0.0.1")
        assert answer.status_code == 200, (path, answer.status)
        assert part in answer.text, path

    return show


def _asked(session: Session, words: Sequence[str]) -> Step:
    def ask() -> None:
        assert found(session, IN_FORCE, words, limit=30)
        session.rollback()

    return ask


@contextmanager
def _side(name: str, url: str, made: Consortium | None, var: Path) -> Iterator[Side]:
    engine = create_engine(**engine_options(url, 1))
    prepare_engine(engine)
    with writing(), engine.begin() as connection:
        if made is None:
            metadata.create_all(connection)
            floor.Base.metadata.create_all(connection)
            made = add_consortium(connection, clock.now())
            add_households(connection, made, HOUSEHOLDS)
        shelf, said = Shelf(), texts(SECTIONS + THINGS)
        add_sections(connection, made.office, shelf, said, SECTIONS)
        add_minutes(connection, made, shelf, said, THINGS // OF_A_MEETING)
        shelf.write(connection)
        users = [made.office, made.coordinators[0]]
        cookies = people.sign_in(connection, users, secret_key=SECRET_KEY, now=clock.now())
    with writing(), engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    key = SecretStr(SECRET_KEY)
    settings = Settings(_env_file=None, mode=Mode.DEMONSTRATION, database_url=url, var_dir=var, secret_key=key)
    app = create_app(settings)
    office, coordinator = (_client(app, cookie) for cookie in cookies)
    os.environ["FLOOR_DATABASE_URL"] = url
    with Session(engine) as session:
        yield Side(name, app, office, coordinator, floor.create_app().test_client(), session)
    engine.dispose()


def _client(app: Flask, cookie: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie(people.COOKIE, cookie, domain="127.0.0.1")
    return client
