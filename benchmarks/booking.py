"""Attempts a second to book one contested slot, against the floor's conditional UPDATE behind a POST."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import NamedTuple
from uuid import UUID

from benchmarks.caseload import SMALL
from benchmarks.data import Consortium, add_lines
from benchmarks.data.consortium import add_slots, slot_row
from benchmarks.data.plans import Line
from benchmarks.figures import Bound, Figure
from benchmarks.ground import Ground
from benchmarks.measure import interleaved_rates
from portal.core import clock
from tools.load.browser import Browser

CLIENTS, TURNS, WINDOW_SECONDS = 8, 7, 2.0
LINES_PER_CLIENT = 2
PLACES = 10


def figures(ground: Ground) -> Iterator[Figure]:
    """Ten places for sixteen households, taken by the first attempts; every later one is refused, on both sides.

    An attempt is the POST and its answer: the portal leads whoever comes too late back to the times that are left, the
    floor says one word.
    """
    database = ground.database(SMALL)
    made = database.made
    slot = slot_row(made.services[0], made.members[0], _soon(made), capacity=PLACES)
    with database.engine.begin() as connection:
        add_slots(connection, [slot])
        lines = add_lines(connection, made, made.services[0], CLIENTS * LINES_PER_CLIENT)
    portal, floor = ground.portal(database), ground.floor(database)
    askers = [
        _asker([_form(database.visitor(portal, line.coordinator), line) for line in lines[place::CLIENTS]], slot["id"])
        for place in range(CLIENTS)
    ]
    takers = [_taker(Browser(floor.port)) for _ in range(CLIENTS)]
    interleaved_rates([askers, takers], turns=1, window=WINDOW_SECONDS)
    attempts, updates = interleaved_rates([askers, takers], turns=TURNS, window=WINDOW_SECONDS)
    yield Figure("booking attempts on one slot", attempts / updates, "times the floor's rate", 0.4, Bound.AT_LEAST)


def _soon(made: Consortium) -> datetime:
    return clock.at(made.today + timedelta(days=1), time(16))


class Form(NamedTuple):
    """The page of a plan line that somebody opened once."""

    browser: Browser
    path: str
    protection: str


def _form(browser: Browser, line: Line) -> Form:
    path = f"/referrals/lines/{line.id}"
    shown = browser.get(path)
    assert shown.status == 200, shown.status
    return Form(browser, path, shown.hidden()["csrf_token"])


def _asker(forms: Sequence[Form], slot: UUID) -> Callable[[], object]:
    """Somebody who sends the forms again and again in turn, each time with a key of its own."""
    turns = cycle(forms)

    def ask() -> None:
        form = next(turns)
        fields = {"csrf_token": form.protection, "form_key": secrets.token_urlsafe(18), "slot": str(slot), "note": ""}
        answer = form.browser.post(form.path, fields)
        assert answer.status in (302, 303, 422), answer.status

    return ask


def _taker(browser: Browser) -> Callable[[], object]:
    def take() -> None:
        answer = browser.post("/book", {})
        assert answer.status in (200, 409), answer.status

    return take
