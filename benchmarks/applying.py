"""Whole applications a second: against the build before, the floor's form and POST, and plainly written ones."""

from collections.abc import Callable, Iterator
from itertools import count

from sqlalchemy import select

from benchmarks.earlier import compared
from benchmarks.figures import Bound, Figure
from benchmarks.ground import Ground
from benchmarks.measure import interleaved_rates
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.states import OWN_GROUPS
from tools.load.applying import send_application
from tools.load.browser import Browser

CLIENTS, TURNS, WINDOW_SECONDS = 8, 7, 2.5


def figures(ground: Ground) -> Iterator[Figure]:
    """All with two workers; a pair is one GET and one POST, an application all of its requests."""
    database = ground.year.present
    with database.engine.connect() as connection:
        own = select(Service.code).where(Service.group.in_(OWN_GROUPS))
        codes = connection.scalars(own.order_by(Service.position, Service.code).limit(2)).all()
    numbers = count(50_000_000)
    servers = [*(ground.portal(build) for build in ground.year.builds), ground.plain(database)]
    sides = [
        ([_applicant(running.port, numbers, tuple(codes)) for _ in range(CLIENTS)], ground.clock(running))
        for running in servers
    ]
    floor = ground.floor(database)
    sides.append(([_writer(Browser(floor.port)) for _ in range(CLIENTS)], ground.clock(floor)))
    interleaved_rates(sides, turns=1, window=WINDOW_SECONDS)
    present, before, plain, pair = interleaved_rates(sides, turns=TURNS, window=WINDOW_SECONDS)
    yield from compared("whole application", present, before, 1.05)
    rate, plain_rate = pair.seconds / present.seconds, plain.seconds / present.seconds
    yield Figure("whole applications", rate, "times the floor's rate", 0.06, Bound.AT_LEAST)
    yield Figure("whole applications against plain ones", plain_rate, "times their rate", 0.7, Bound.AT_LEAST)


def _applicant(port: int, numbers: Iterator[int], services: tuple[str, ...]) -> Callable[[], object]:
    """Somebody new each time, on a connection that stays."""
    connected = Browser(port)

    def apply() -> None:
        connected.cookies.clear()
        send_application(connected, f"010{next(numbers):08d}", services)

    return apply


def _writer(browser: Browser) -> Callable[[], object]:
    def write() -> None:
        shown = browser.get("/form")
        sent = browser.post("/form", {"name": "홍길순"})
        assert (shown.status, sent.status) == (200, 303)

    return write
