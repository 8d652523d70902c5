"""The pages that people open most, of both builds in turn, each by several people."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from uuid import UUID

from benchmarks.earlier import compared
from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.measure import interleaved_costs
from tools.load.browser import Browser

PEOPLE = 10
WARM_UP, TURNS, CALLS = 2 * PEOPLE, 15, PEOPLE
Opened = tuple[UUID | None, str]


def today(ground: Ground) -> Iterator[Figure]:
    coordinators = sorted({home.coordinator for home in ground.year.scene.homes})[:PEOPLE]
    yield from _compared(ground, "/today", [(coordinator, "/today") for coordinator in coordinators], 0.5)


def household(ground: Ground) -> Iterator[Figure]:
    homes = ground.year.scene.homes[:PEOPLE]
    opened = [(home.coordinator, f"/households/{home.household}") for home in homes]
    yield from _compared(ground, "a household's page", opened, 0.6)


def my(ground: Ground) -> Iterator[Figure]:
    yield from _compared(ground, "/my", [(home.resident, "/my") for home in ground.year.scene.homes[:PEOPLE]], 0.6)


def front(ground: Ground) -> Iterator[Figure]:
    yield from _compared(ground, "front page", [(None, "/")], 0.7)


def _compared(ground: Ground, name: str, opened: Sequence[Opened], target: float) -> Iterator[Figure]:
    sides = []
    for database in ground.year.builds:
        running = ground.portal(database)
        step = opener([(database.visitor(running, user), path) for user, path in opened])
        sides.append((step, ground.clock(running)))
    interleaved_costs(sides, turns=1, calls=WARM_UP)
    present, before = interleaved_costs(sides, turns=TURNS, calls=CALLS)
    yield from compared(name, present, before, target)


def opener(pages: Sequence[tuple[Browser, str]]) -> Callable[[], None]:
    """Opens the next one of the pages each time."""
    turns = cycle(pages)

    def show() -> None:
        browser, path = next(turns)
        answer = browser.get(path)
        assert answer.status == 200, (path, answer.status)

    return show
