"""Many coordinators at once ask for the last ten places of a slot: ten get one."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select

from benchmarks.data import Consortium, add_consortium, add_households, add_lines
from benchmarks.data.consortium import add_slots, slot_row
from portal.consortium.capacity.models import Slot
from portal.coordinators.referrals.models import Referral
from portal.core import clock
from tests.never_broken.place import RACE_ROUNDS, RACERS, Place, all_at_once
from tools.load.browser import Answer, Browser

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PLACES = 10
HOUSEHOLDS = 2 * RACERS
ASKED, FULL_BEFORE, FULL_WHEN_ASKED = "referral", "line again", "the form"
"""What an asker sees next: the referral, or that the slot is full, found early or when a place was to be taken."""


@dataclass
class Asker:
    """A coordinator who has the page of a plan line open, in a browser of their own."""

    browser: Browser
    path: str
    protection: str = ""

    def open_page(self) -> None:
        shown = self.browser.get(self.path)
        assert shown.status == 200, shown.status
        self.protection = shown.hidden()["csrf_token"]

    def ask(self, slot_id: UUID) -> str:
        fields = {"csrf_token": self.protection, "form_key": secrets.token_urlsafe(18)}
        return self.seen(self.browser.post(self.path, {**fields, "slot": str(slot_id), "note": ""}))

    def seen(self, answer: Answer) -> str:
        if answer.status == 303:
            return FULL_BEFORE if answer.location.startswith(self.path) else ASKED
        assert answer.status == 422, answer.status
        return FULL_WHEN_ASKED


def open_slot(connection: Connection, made: Consortium, number: int) -> UUID:
    """A new slot with the last ten places."""
    starts_at = made.now + timedelta(days=3, hours=number)
    slot = slot_row(made.services[0], made.members[0], starts_at, capacity=PLACES)
    add_slots(connection, [slot])
    slot_id: UUID = slot["id"]
    return slot_id


def places_of(connection: Connection, slot_id: UUID) -> tuple[int, int]:
    """(referrals that name the slot, places held or booked)."""
    referrals = connection.scalar(select(func.count()).where(Referral.slot_id == slot_id))
    taken = connection.scalar(select(Slot.held + Slot.confirmed).where(Slot.id == slot_id))
    return referrals or 0, taken or 0


@pytest.fixture
def consortium(place: Place) -> Consortium:
    with place.engine.begin() as connection:
        made = add_consortium(connection, clock.now())
        add_households(connection, made, HOUSEHOLDS)
    return made


@pytest.fixture
def askers(place: Place, consortium: Consortium) -> Iterator[list[Asker]]:
    with place.engine.begin() as connection:
        lines = add_lines(connection, consortium, consortium.services[0], RACERS)
    assert len(lines) == RACERS
    with place.server() as running:
        browsers = place.browsers(running, [line.coordinator for line in lines])
        found = [Asker(browser, f"/referrals/lines/{line.id}") for browser, line in zip(browsers, lines, strict=True)]
        all_at_once([asker.open_page for asker in found])
        yield found
        for browser in browsers:
            browser.close()


def test_a_slot_is_never_overbooked(place: Place, consortium: Consortium, askers: list[Asker]) -> None:
    for number in range(RACE_ROUNDS):
        with place.engine.begin() as connection:
            slot_id = open_slot(connection, consortium, number)
        asks: list[Callable[[], str]] = [partial(asker.ask, slot_id) for asker in askers]
        given = Counter(all_at_once(asks))
        assert (given.pop(ASKED), given.total()) == (PLACES, RACERS - PLACES)
        with place.engine.connect() as connection:
            assert places_of(connection, slot_id) == (PLACES, PLACES)
