"""The list of 50 households of many, against the build before and against a bare list of 50 rows of the same table."""

from collections.abc import Callable, Iterator

from sqlalchemy import event

from benchmarks.earlier import compared
from benchmarks.figures import Figure
from benchmarks.ground import Database, Ground
from benchmarks.measure import interleaved_costs
from portal import create_app
from portal.extensions import db
from tools.load.browser import Browser
from tools.load.people import COOKIE

PORTAL_PATH = "/households"
FLOOR_PATH = "/list"
LARGE = 100_000
WARM_UP, TURNS, CALLS = 40, 20, 20


def figures(ground: Ground) -> Iterator[Figure]:
    """As the office, which sees every household."""
    year, (large, made) = ground.year, ground.thin(LARGE)
    opened = [(database, year.scene.office) for database in year.builds] + [(large, made.office)]
    portals = [
        (database.visitor(ground.portal(database), office), ground.portal(database)) for database, office in opened
    ]
    floors = [ground.floor(database) for database in (year.present, large)]
    sides = [(_shown(browser, PORTAL_PATH), ground.clock(running)) for browser, running in portals]
    sides += [(_shown(Browser(running.port), FLOOR_PATH), ground.clock(running)) for running in floors]
    interleaved_costs(sides, turns=1, calls=WARM_UP)
    present, before, of_100k, floor, floor_100k = interleaved_costs(sides, turns=TURNS, calls=CALLS)
    yield from compared("list of households", present, before, 1.05)
    yield Figure("caseload list of 50 of 10,000", present.seconds / floor.seconds, "times the floor", 3)
    yield Figure("caseload list of 50 of 100,000", of_100k.seconds / floor_100k.seconds, "times the floor", 3)
    yield Figure("caseload list, SQL statements", _statements(year.present, portals[0][0]), "statements", 8)
    yield Figure("caseload list, 10,000 to 100,000", of_100k.seconds / present.seconds, "times", 1.15)


def _shown(browser: Browser, path: str) -> Callable[[], None]:
    def show() -> None:
        answer = browser.get(path)
        assert answer.status == 200, (path, answer.status)
        assert answer.text.count("<tr") >= 50, path

    return show


def _statements(database: Database, visitor: Browser) -> int:
    """How many statements one request for the list sends."""
    app = create_app(database.settings)
    with app.app_context():
        engine = db.engine
    client = app.test_client()
    client.set_cookie(COOKIE, visitor.cookies[COOKIE], domain="127.0.0.1")
    sent: list[str] = []
    client.get(PORTAL_PATH, base_url="http://127.0.0.1")
    event.listen(engine, "before_cursor_execute", lambda *details: sent.append(details[2]))
    answer = client.get(PORTAL_PATH, base_url="http://127.0.0.1")
    assert answer.status_code == 200
    engine.dispose()
    return len(sent)
