"""A first visit on a slow phone: bytes, first paint, and what shifts when the font comes; both builds in turn."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import CDPSession, Page, Response, sync_playwright

from benchmarks.earlier import UNIT
from benchmarks.figures import Figure
from benchmarks.ground import Database, Ground
from tools.load.people import COOKIE
from tools.load.server import HOST

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WINDOW = {"width": 390, "height": 844}
SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
"""1.6 Mbit/s in bytes a second; the latency is in milliseconds."""
VISITS = 5
WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver(list => { for (const shift of list.getEntries()) window.shifted += shift.value; })
      .observe({type: "layout-shift", buffered: true});
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
GZIP_LEVEL = 6
"""nginx compresses at levels up to 6 without noticeable cost."""


@dataclass(frozen=True)
class Visit:
    """What one first visit took: bytes from the network, milliseconds to the first paint, and the layout shift."""

    size: int
    painted: float
    shifted: float


def figures(ground: Ground) -> Iterator[Figure]:
    home = ground.year.scene.homes[0]
    opened = {"/": None, "/apply": None, "/today": home.coordinator, "/referrals": home.coordinator}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for path, user in opened.items():
            yield from _compared(ground, chromium, path, user)
        yield _first_view(ground, chromium)
        chromium.close()


def _compared(ground: Ground, chromium: Chromium, path: str, user: UUID | None) -> Iterator[Figure]:
    visits: list[list[Visit]] = [[], []]
    for _ in range(VISITS):
        for database, made in zip(ground.year.builds, visits, strict=True):
            made.append(_first_visit(chromium, ground, database, path, user))
    present, before = visits
    size = median(visit.size for visit in present) / median(visit.size for visit in before)
    painted = median(visit.painted for visit in present) / median(visit.painted for visit in before)
    shifted = max(visit.shifted for visit in present)
    yield Figure(f"{path} on a slow phone, bytes", size, UNIT, 0.5)
    yield Figure(f"{path} on a slow phone, first paint", painted, UNIT, 0.85)
    yield Figure(f"{path} on a slow phone, shifted when the font comes", shifted, "layout shift score", 0)


def _first_visit(chromium: Chromium, ground: Ground, database: Database, path: str, user: UUID | None) -> Visit:
    """By somebody whose browser has kept nothing."""
    page = _page(chromium, database, user)
    session = _slow(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.add_init_script(WATCH_SHIFTS)
    page.goto(_address(ground, database, path), wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    visit = Visit(int(sum(sizes)), page.evaluate(FIRST_PAINT), page.evaluate("window.shifted"))
    page.context.close()
    return visit


def _page(chromium: Chromium, database: Database, user: UUID | None) -> Page:
    context = chromium.new_context(viewport=WINDOW, locale="ko-KR")  # type: ignore[arg-type]
    if user is not None:
        context.add_cookies([{"name": COOKIE, "value": database.sign_in(user), "domain": HOST, "path": "/"}])
    return context.new_page()


def _slow(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def _address(ground: Ground, database: Database, path: str) -> str:
    return f"http://{HOST}:{ground.portal(database).port}{path}"


def _first_view(ground: Ground, chromium: Chromium) -> Figure:
    """Every file of the front page but fonts, as gzip sends it."""
    page = _page(chromium, ground.year.present, None)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 Playwright marks its handlers
    page.goto(_address(ground, ground.year.present, "/"), wait_until="networkidle")
    size = sum(
        len(gzip.compress(answer.body(), GZIP_LEVEL))
        for answer in answers
        if answer.request.resource_type != "font" and not answer.url.startswith("data:")
    )
    page.context.close()
    return Figure("first view of the front page, without fonts", size / 1000, "kB gzipped", 100)
