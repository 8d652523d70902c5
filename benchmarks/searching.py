"""The search over 50,000 sections of manuals, against a bare list of 50 rows by an index, on both databases."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Connection, create_engine, insert
from sqlalchemy.orm import Session

from benchmarks import floor
from benchmarks.data import add_consortium, add_households
from benchmarks.figures import Figure
from benchmarks.ground import SECRET_KEY, Ground
from benchmarks.measure import interleaved_costs
from portal import create_app
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.ids import new_id
from portal.core.searching import fold, forms_of, suffixes_of, words_of
from portal.db.base import Base
from portal.db.engine import engine_options, prepare_engine, writing
from portal.db.inserting import table_of
from portal.db.search import SearchForm, SearchPosting, SearchText, found
from portal.manuals.models import Manual, ManualEdition, ManualSection
from portal.manuals.searching import IN_FORCE
from portal.manuals.states import ChangeSize, ManualEditionState, SectionKind
from portal.tables import metadata
from portal.web.sought import sealed
from tools.load import people

SECTIONS, HOUSEHOLDS = 50_000, 1_000
WORDS_OF_A_SECTION, VOCABULARY = 45, 20_000
SOUGHT = {"a rare word": "소독약을 뿌린", "a common word": "합니다", "two words": "이용자 환기"}
"""In one section of a thousand, in every third, and what is in both."""
RARE, COMMON, IN_BOTH = ("소독약을 뿌린", 1_000), ("여쭙고 합니다", 3), ("이용자께 환기를", 100)
SYLLABLES = (
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후"
)
WARM_UP, TURNS, CALLS = 10, 10, 10
PAGE_TARGET, TIME_TARGET = 3, 20


@dataclass(frozen=True)
class Side:
    """Both applications on one database, within this process, and a session for the search alone."""

    name: str
    app: Flask
    portal: FlaskClient
    floor: FlaskClient
    session: Session


def figures(ground: Ground) -> Iterator[Figure]:
    database, made = ground.thin(HOUSEHOLDS)
    with _side("PostgreSQL", database.url, made.office, ground.folder / "searching") as side:
        yield from _measured(side)
    url = f"sqlite:///{ground.folder / 'searching.sqlite3'}"
    with _side("SQLite", url, None, ground.folder / "searching-sqlite") as side:
        yield from _measured(side)


def _measured(side: Side) -> Iterator[Figure]:
    with side.app.test_request_context():
        paths = {name: f"/manuals/search?sought={sealed([('words', typed)])}" for name, typed in SOUGHT.items()}
    steps = [_shown(side.portal, path, "<mark>") for path in paths.values()] + [_shown(side.floor, "/list", "<tr")]
    steps += [_asked(side.session, words_of(typed)) for typed in SOUGHT.values()]
    sides = [(step, float) for step in steps]
    interleaved_costs(sides, turns=1, calls=WARM_UP)
    costs = [cost.seconds for cost in interleaved_costs(sides, turns=TURNS, calls=CALLS)]
    pages, bare, searches = costs[: len(paths)], costs[len(paths)], costs[len(paths) + 1 :]
    for name, page, search in zip(paths, pages, searches, strict=True):
        what = f"{name} in {SECTIONS:,} sections, {side.name}"
        yield Figure(f"search for {what}", search * 1000, "ms", TIME_TARGET)
        yield Figure(f"page of the search for {what}", page * 1000, "ms", TIME_TARGET)
        yield Figure(f"page of the search for {what}", page / bare, "times the floor's list", PAGE_TARGET)


def _shown(client: FlaskClient, path: str, part: str) -> Callable[[], None]:
    def show() -> None:
        answer = client.get(path, base_url="http://127.0.0.1")
        assert answer.status_code == 200, (path, answer.status)
        assert part in answer.text, path

    return show


def _asked(session: Session, words: Sequence[str]) -> Callable[[], None]:
    def ask() -> None:
        assert found(session, IN_FORCE, words, limit=30)
        session.rollback()

    return ask


@contextmanager
def _side(name: str, url: str, office: UUID | None, var: Path) -> Iterator[Side]:
    engine = create_engine(**engine_options(url, 1))
    prepare_engine(engine)
    now = clock.now()
    with writing(), engine.begin() as connection:
        if office is None:
            metadata.create_all(connection)
            floor.Base.metadata.create_all(connection)
            made = add_consortium(connection, now)
            add_households(connection, made, HOUSEHOLDS)
            office = made.office
        _add_sections(connection, office)
        cookie = people.sign_in(connection, [office], secret_key=SECRET_KEY, now=now)[0]
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    key = SecretStr(SECRET_KEY)
    settings = Settings(_env_file=None, mode=Mode.DEMONSTRATION, database_url=url, var_dir=var, secret_key=key)
    app = create_app(settings)
    client = app.test_client()
    client.set_cookie(people.COOKIE, cookie, domain="127.0.0.1")
    os.environ["FLOOR_DATABASE_URL"] = url
    with Session(engine) as session:
        yield Side(name, app, client, floor.create_app().test_client(), session)
    engine.dispose()


def _add_sections(connection: Connection, author: UUID) -> None:
    """Manuals of nine sections, all in force, of words that stand as often as words do."""
    rows: dict[type[Base], list[dict[str, Any]]] = {
        table: [] for table in (Manual, ManualEdition, ManualSection, SearchText, SearchPosting)
    }
    forms: set[str] = set()
    texts, edition = _texts(), new_id()
    for number, body in enumerate(texts, 1):
        place = (number - 1) % len(SectionKind)
        if place == 0:
            edition = _begin_manual(rows, number, author)
        kind, section = list(SectionKind)[place], new_id()
        said = {"kind": kind, "position": place + 1, "heading": kind.words, "body": body}
        rows[ManualSection].append({"id": section, "edition_id": edition, **said})
        text = fold(f"{kind.words} {body}")
        shelved = {"number": number, "kind": IN_FORCE, "thing_id": section, "rank": number, "words": text}
        rows[SearchText].append(shelved)
        own = forms_of(text)
        forms |= own
        rows[SearchPosting] += [{"form": form, "number": number} for form in own]
    for table, some in rows.items():
        connection.execute(insert(table_of(table)), some)
    known = [{"suffix": suffix, "form": form} for form in sorted(forms) for suffix in suffixes_of(form)]
    connection.execute(insert(table_of(SearchForm)), known)


def _texts() -> Iterator[str]:
    random = Random(1)  # noqa: S311 nothing here is a secret
    vocabulary = ["".join(random.choices(SYLLABLES, k=random.choice((2, 3, 3, 4)))) for _ in range(VOCABULARY)]
    often = list(accumulate(1 / place for place in range(1, VOCABULARY + 1)))
    for number in range(1, SECTIONS + 1):
        words = random.choices(vocabulary, cum_weights=often, k=WORDS_OF_A_SECTION)
        yield " ".join(words + [said for said, each in (RARE, COMMON, IN_BOTH) if number % each == 0])


def _begin_manual(rows: dict[type[Base], list[dict[str, Any]]], number: int, author: UUID) -> UUID:
    """A manual in force without sections yet; answers its edition."""
    manual, edition, now = new_id(), new_id(), clock.now()
    title = {"code": f"m{number}", "title": f"{number} 업무 매뉴얼", "document_number": f"MC-M-{number}"}
    rows[Manual].append({"id": manual, **title})
    course = {"state": ManualEditionState.PUBLISHED, "size": ChangeSize.MINOR, "published_at": now}
    who = {"author_id": author, "author_name": "이작성", "created_at": now}
    rows[ManualEdition].append({"id": edition, "manual_id": manual, "number": 1, **course, **who})
    return edition
