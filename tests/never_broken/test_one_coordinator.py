"""Many office workers at once pair the same application with different coordinators: one of them does."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select

from benchmarks.data import Consortium, add_applications, add_consortium
from benchmarks.data.households import Waiting
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.core import clock
from tests.never_broken.place import RACE_ROUNDS, RACERS, Place, all_at_once, statuses
from tools.load.browser import Answer, Browser

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@dataclass
class Pairer:
    """Somebody of the office who has the page of an application open, in a browser of their own."""

    browser: Browser
    coordinator: UUID
    protection: str = ""

    def open_page(self, application_id: UUID) -> None:
        shown = self.browser.get(f"/applications/{application_id}")
        assert shown.status == 200, shown.status
        self.protection = shown.hidden()["csrf_token"]

    def pair(self, application_id: UUID) -> Answer:
        fields = {
            "csrf_token": self.protection,
            "form_key": secrets.token_urlsafe(18),
            "coordinator": str(self.coordinator),
            "reason": "집이 가깝습니다.",
        }
        return self.browser.post(f"/applications/{application_id}", fields)


def coordinators_of(connection: Connection, household_id: UUID) -> tuple[int, int]:
    """(pairings, cases) of a household that have not ended."""
    pairings = select(func.count()).where(Pairing.household_id == household_id, Pairing.ended_at.is_(None))
    cases = select(func.count()).where(CareCase.household_id == household_id, CareCase.closed_at.is_(None))
    return connection.scalar(pairings) or 0, connection.scalar(cases) or 0


@pytest.fixture
def consortium(place: Place) -> Consortium:
    with place.engine.begin() as connection:
        return add_consortium(connection, clock.now())


@pytest.fixture
def waiting(place: Place, consortium: Consortium) -> list[Waiting]:
    with place.engine.begin() as connection:
        return add_applications(connection, consortium, RACE_ROUNDS)


@pytest.fixture
def pairers(place: Place, consortium: Consortium, waiting: list[Waiting]) -> Iterator[list[Pairer]]:
    with place.server() as running:
        browsers = place.browsers(running, [consortium.office] * RACERS)
        found = [Pairer(*given) for given in zip(browsers, cycle(consortium.coordinators), strict=False)]
        all_at_once([partial(pairer.open_page, waiting[0].application) for pairer in found])
        yield found
        for browser in browsers:
            browser.close()


def test_a_household_never_has_two_coordinators(place: Place, waiting: list[Waiting], pairers: list[Pairer]) -> None:
    for application in waiting:
        asks: list[Callable[[], Answer]] = [partial(pairer.pair, application.application) for pairer in pairers]
        answers = all_at_once(asks)
        assert statuses(answers) == {303: 1, 422: RACERS - 1}
        with place.engine.connect() as connection:
            assert coordinators_of(connection, application.household) == (1, 1)
