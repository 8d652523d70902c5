"""What a first visit takes from the network, and that nothing on the page moves when the font comes late."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route

from tests.e2e.conftest import OpenWindow
from tests.e2e.people import COORDINATOR, sign_in_staff

PAGES = {"/": None, "/apply": None, "/today": COORDINATOR, "/referrals": COORDINATOR}
MOST_BYTES = 300_000
WATCH_SHIFTS = """
    window.shifted = [];
    new PerformanceObserver(list => {
      for (const shift of list.getEntries())
        window.shifted.push(...shift.sources.map(source => source.node?.textContent ?? ''));
    }).observe({type: 'layout-shift', buffered: true});
"""
PAINTED = """
    new Promise(done => new PerformanceObserver((list, observer) => {
      if (list.getEntriesByName('first-contentful-paint').length) { observer.disconnect(); done(); }
    }).observe({type: 'paint', buffered: true}))
"""
FONTS_SHOWN = "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))))"


@pytest.fixture
def newcomer(open_window: OpenWindow, path: str) -> Page:
    """The page of somebody whose browser has kept nothing but who is signed in."""
    page = open_window()
    if PAGES[path] is None:
        return page
    sign_in_staff(page, PAGES[path] or "")
    another = open_window()
    for cookie in page.context.cookies():
        another.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": page.url}])
    return another


@pytest.mark.parametrize("path", PAGES)
class TestFirstVisit:
    def test_takes_little_and_each_file_once(self, newcomer: Page, path: str) -> None:
        taken: list[Request] = []
        newcomer.on("requestfinished", lambda request: taken.append(request))  # noqa: PLW0108 Playwright marks its handlers
        newcomer.goto(path, wait_until="networkidle")
        fonts = Counter(urlsplit(request.url).path for request in taken if request.resource_type == "font")
        assert set(fonts.values()) == {1}, fonts
        assert sum(request.sizes()["responseBodySize"] for request in taken) < MOST_BYTES

    @pytest.mark.parametrize("late", ["signs", "words"])
    def test_moves_nothing_when_the_font_comes(self, newcomer: Page, path: str, late: str) -> None:
        held: list[Route] = []
        newcomer.route(f"**/fonts/{late}-*", lambda route: held.append(route))  # noqa: PLW0108
        newcomer.add_init_script(WATCH_SHIFTS)
        newcomer.goto(path, wait_until="commit")
        newcomer.evaluate(PAINTED)
        assert held
        for route in held:
            route.continue_()
        newcomer.wait_for_load_state("networkidle")
        newcomer.evaluate(FONTS_SHOWN)
        assert newcomer.evaluate("window.shifted") == []
