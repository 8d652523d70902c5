"""The call desk of the office among 100,000 households, against the same among 10,000."""

from collections.abc import Callable, Iterator

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.measure import interleaved_costs
from tools.load.browser import Browser

SMALL, LARGE = 10_000, 100_000
PATH = "/calls"
ENTRIES = 50
WARM_UP, TURNS, CALLS = 10, 20, 5


def figures(ground: Ground) -> Iterator[Figure]:
    """As the office, which sees everybody who is to be called."""
    opened = [(database, made.office, ground.portal(database)) for database, made in map(ground.thin, (SMALL, LARGE))]
    sides = [(_shown(database.visitor(portal, office)), ground.clock(portal)) for database, office, portal in opened]
    interleaved_costs(sides, turns=1, calls=WARM_UP)
    of_10k, of_100k = interleaved_costs(sides, turns=TURNS, calls=CALLS)
    yield Figure("call desk of 100,000, per page", of_100k.seconds * 1000, "ms", 250)
    yield Figure("call desk, 10,000 to 100,000", of_100k.seconds / of_10k.seconds, "times", 1.2)


def _shown(browser: Browser) -> Callable[[], None]:
    def show() -> None:
        answer = browser.get(PATH)
        assert answer.status == 200, PATH
        assert answer.text.count("agenda-item") >= ENTRIES, PATH

    return show
