"""The supervisor's board and the list of what is overdue, at ten thousand households and at ten times as many."""

from collections.abc import Callable, Iterator

from sqlalchemy import text

from benchmarks.data import Consortium
from benchmarks.data.duties import add_duties
from benchmarks.figures import Figure
from benchmarks.ground import Database, Ground
from benchmarks.measure import interleaved_costs
from portal import create_app
from tools.load.browser import Browser

SMALL, LARGE = 10_000, 100_000
BOARD, OVERDUE = "/monitoring", "/monitoring/duties?view=overdue"
WARM_UP, TURNS, CALLS = 20, 20, 10


def figures(ground: Ground) -> Iterator[Figure]:
    """As the office."""
    sizes = [ground.thin(SMALL), ground.thin(LARGE)]
    for database, made in sizes:
        _add(database, made)
    running = [(database, made, ground.portal(database)) for database, made in sizes]
    for name, path in (("supervisor's board", BOARD), ("list of what is overdue", OVERDUE)):
        sides = [
            (_shown(database.visitor(portal, made.office), path), ground.clock(portal))
            for database, made, portal in running
        ]
        interleaved_costs(sides, turns=1, calls=WARM_UP)
        small, large = interleaved_costs(sides, turns=TURNS, calls=CALLS)
        yield Figure(f"{name}, 10,000 to 100,000 households", large.seconds / small.seconds, "times", 1.2)


def _add(database: Database, made: Consortium) -> None:
    with create_app(database.settings).app_context(), database.engine.begin() as connection:
        add_duties(connection, made)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE care_duty, duty_exemption"))


def _shown(browser: Browser, path: str) -> Callable[[], None]:
    def show() -> None:
        answer = browser.get(path)
        assert answer.status == 200, (path, answer.status)
        assert answer.text.count("<tr") >= 50, path

    return show
