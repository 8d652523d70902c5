"""The searches over 50,000 sections of manuals and 50,000 things of minutes, against a bare list of 50 rows.

By an index, in one process, on both databases: each search alone, and the page that shows it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import create_engine

from benchmarks import floor
from benchmarks.data import Consortium, add_consortium, add_households
from benchmarks.data.minutes import OF_A_MEETING, PERSON, add_minutes
from benchmarks.data.sections import add_sections
from benchmarks.data.texts import SOUGHT, Shelf, texts
from benchmarks.figures import Figure
from benchmarks.ground import SECRET_KEY, Ground
from benchmarks.measure import interleaved_costs
from portal import create_app
from portal.accounts.queries import get_user
from portal.accounts.rules import SEARCHES
from portal.accounts.views import limits
from portal.config import Mode, Settings
from portal.consortium.minutes.searching import Sought, search_minutes
from portal.core import clock
from portal.core.actors import Actor
from portal.db.engine import engine_options, prepare_engine, writing
from portal.manuals.searching import search_sections
from portal.tables import metadata
from portal.web.sought import Pairs, sealed
from tools.load import people

MONTHS_AGO, MONTH = timedelta(days=400), timedelta(days=31)
SECTIONS, THINGS, HOUSEHOLDS = 50_000, 50_000, 1_000
WARM_UP, TURNS, CALLS = 10, 10, 10
LIST_TARGET, TIME_TARGET = 3, 20
ANY_NUMBER = 10**9
"""Of searches: a bench asks faster than anybody may."""
Step = Callable[[], None]


@dataclass(frozen=True)
class Seeker:
    """Somebody in their browser, and as searches know them."""

    client: FlaskClient
    actor: Actor


@dataclass(frozen=True)
class Search:
    """What is typed on a page: `clear` stands in its address, `ask` is the search alone, with rights and excerpts."""

    path: str
    typed: Pairs
    ask: Callable[[Actor], Sequence[object]]
    clear: str = ""


@dataclass(frozen=True)
class Side:
    """Both applications on one database, within this process, and who searches."""

    name: str
    app: Flask
    office: Seeker
    coordinator: Seeker
    floor: FlaskClient


def figures(ground: Ground) -> Iterator[Figure]:
    database, made = ground.thin(HOUSEHOLDS)
    with _side("PostgreSQL", database.url, made, ground.folder / "searching") as side:
        yield from _measured(side)
    url = f"sqlite:///{ground.folder / 'searching.sqlite3'}"
    with _side("SQLite", url, None, ground.folder / "searching-sqlite") as side:
        yield from _measured(side)


def _measured(side: Side) -> Iterator[Figure]:
    """Each search alone, then the page that shows it, which has a menu and who is signed in beside the hits."""
    asked = {f"search for {name}": _asked(side.app, search, who) for name, search, who in _searches(side)}
    pages = {f"page of the search for {name}": _page(side.app, search, who) for name, search, who in _searches(side)}
    steps = asked | pages
    sides = [(step, float) for step in (*steps.values(), _shown(side.floor, "/list", "<tr"))]
    interleaved_costs(sides, turns=1, calls=WARM_UP)
    *costs, bare = (cost.seconds for cost in interleaved_costs(sides, turns=TURNS, calls=CALLS))
    for name, seconds in zip(steps, costs, strict=True):
        yield Figure(f"{name}, {side.name}", seconds * 1000, "ms", TIME_TARGET)
        yield Figure(f"{name}, {side.name}", seconds / bare, "times the floor's list", LIST_TARGET)


def _searches(side: Side) -> Iterator[tuple[str, Search, Seeker]]:
    """As the office, which reads of all meetings, and as a coordinator, who reads of few that speak about people."""
    for name, typed in SOUGHT.items():
        sections = Search("/manuals/search", [("words", typed)], _of_sections(typed))
        yield f"{name} in sections", sections, side.office
        minutes = Search("/minutes/search", [("words", typed)], _of_minutes(Sought(typed)))
        yield f"{name} in minutes, by the office", minutes, side.office
        yield f"{name} in minutes, by a coordinator", minutes, side.coordinator
    since = clock.day_of(clock.now()) - MONTHS_AGO
    until, word = since + MONTH, SOUGHT["a common word"]
    person = Search("/minutes/search", [("person", PERSON)], _of_minutes(Sought(person=PERSON)))
    yield "a person in minutes", person, side.office
    both: Pairs = [("words", word), ("person", PERSON)]
    clear = f"&since={since}&until={until}"
    month = Search("/minutes/search", both, _of_minutes(Sought(word, PERSON, since, until)), clear)
    yield "a word, a person and a month in minutes", month, side.office


def _of_sections(words: str) -> Callable[[Actor], Sequence[object]]:
    return lambda viewer: search_sections(words, viewer=viewer)


def _of_minutes(sought: Sought) -> Callable[[Actor], Sequence[object]]:
    return lambda viewer: search_minutes(sought, viewer=viewer)


def _asked(app: Flask, search: Search, who: Seeker) -> Step:
    def ask() -> None:
        with app.app_context():
            assert search.ask(who.actor)

    return ask


def _page(app: Flask, search: Search, who: Seeker) -> Step:
    with app.test_request_context():
        address = f"{search.path}?sought={sealed(search.typed)}{search.clear}"
    return _shown(who.client, address, "<mark>" if search.typed[0][0] == "words" else "search-hits")


def _shown(client: FlaskClient, path: str, part: str) -> Step:
    def show() -> None:
        answer = client.get(path, base_url="http://127.0.0.1")
        assert answer.status_code == 200, (path, answer.status)
        assert part in answer.text, path

    return show


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
    office, coordinator = (_seeker(app, user, cookie) for user, cookie in zip(users, cookies, strict=True))
    os.environ["FLOOR_DATABASE_URL"] = url
    with patch.object(limits, "SEARCHES", replace(SEARCHES, free=ANY_NUMBER)):
        yield Side(name, app, office, coordinator, floor.create_app().test_client())
    engine.dispose()


def _seeker(app: Flask, user: UUID, cookie: str) -> Seeker:
    client = app.test_client()
    client.set_cookie(people.COOKIE, cookie, domain="127.0.0.1")
    with app.app_context():
        return Seeker(client, get_user(user).actor)
