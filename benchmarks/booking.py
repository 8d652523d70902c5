"""Attempts a second to book one contested slot: against the build before and the floor's conditional UPDATE."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from typing import NamedTuple

from benchmarks.earlier import compared
from benchmarks.figures import Bound, Figure
from benchmarks.ground import Database, Ground
from benchmarks.measure import interleaved_rates
from benchmarks.year.scene import CONTESTED, Line
from tools.load.browser import Browser

CLIENTS, TURNS, WINDOW_SECONDS = 8, 15, 1.0
WARM_UP_SECONDS = 2.0
GATE_COSTS = 1.15
"""At most so many times what an attempt cost before there was one gate."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Ten places for sixteen households, taken by the first attempts; every later one is refused, on all sides.

    An attempt is the POST and its answer: the portal leads whoever comes too late back to the times that are left, the
    floor says one word.
    """
    floor = ground.floor(ground.year.present)
    yield from _through_the_gate(ground)
    sides = [(_askers(ground, database), ground.clock(ground.portal(database))) for database in ground.year.builds]
    sides.append(([_taker(Browser(floor.port)) for _ in range(CLIENTS)], ground.clock(floor)))
    interleaved_rates(sides, turns=1, window=WARM_UP_SECONDS)
    present, before, update = interleaved_rates(sides, turns=TURNS, window=WINDOW_SECONDS)
    yield from compared("booking", present, before, 1.05)
    rate = update.seconds / present.seconds
    yield Figure("booking attempts on one slot", rate, "times the floor's rate", 0.4, Bound.AT_LEAST)


def _through_the_gate(ground: Ground) -> Iterator[Figure]:
    """Fewer clients than places: each asks for a place, gets it and gives it back, so every rule is asked each time."""
    sides = [(_rounds(ground, database), ground.clock(ground.portal(database))) for database in ground.year.builds]
    interleaved_rates(sides, turns=1, window=WARM_UP_SECONDS)
    present, before = interleaved_rates(sides, turns=TURNS, window=WINDOW_SECONDS)
    yield from compared("a place asked for and given back", present, before, GATE_COSTS)


def _rounds(ground: Ground, database: Database) -> list[Callable[[], object]]:
    running, lines = ground.portal(database), ground.year.scene.lines
    return [_round(_form(database.visitor(running, line.coordinator), line)) for line in lines[:CLIENTS]]


def _round(form: "Form") -> Callable[[], object]:
    def ask_and_withdraw() -> None:
        asked = form.browser.post(form.path, {**_key(form), "slot": str(CONTESTED), "note": ""})
        assert asked.location, asked.status
        back = form.browser.post(f"{asked.location.partition('?')[0]}/withdraw", _key(form))
        assert back.location, back.status

    return ask_and_withdraw


def _key(form: "Form") -> dict[str, str]:
    return {"csrf_token": form.protection, "form_key": secrets.token_urlsafe(18)}


def _askers(ground: Ground, database: Database) -> list[Callable[[], object]]:
    running, lines = ground.portal(database), ground.year.scene.lines
    forms = [_form(database.visitor(running, line.coordinator), line) for line in lines]
    return [_asker(forms[place::CLIENTS]) for place in range(CLIENTS)]


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


def _asker(forms: Sequence[Form]) -> Callable[[], object]:
    """Somebody who sends the forms again and again in turn, each time with a key of its own."""
    turns = cycle(forms)

    def ask() -> None:
        form = next(turns)
        answer = form.browser.post(form.path, {**_key(form), "slot": str(CONTESTED), "note": ""})
        assert answer.status in (302, 303, 422), answer.status

    return ask


def _taker(browser: Browser) -> Callable[[], object]:
    def take() -> None:
        answer = browser.post("/book", {})
        assert answer.status in (200, 409), answer.status

    return take
