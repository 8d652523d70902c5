"""What a first visitor's browser fetches to show the front page, fonts aside, as gzip sends it."""

import gzip
from collections.abc import Iterator

from playwright.sync_api import Response, sync_playwright

from benchmarks.caseload import SMALL
from benchmarks.figures import Figure
from benchmarks.ground import Ground
from tools.load.server import HOST

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WINDOW = {"width": 390, "height": 844}
GZIP_LEVEL = 6
"""nginx compresses at levels up to 6 without noticeable cost."""


def figures(ground: Ground) -> Iterator[Figure]:
    running = ground.portal(ground.database(SMALL))
    fetched = _fetched(f"http://{HOST}:{running.port}/")
    size = sum(len(gzip.compress(body, GZIP_LEVEL)) for body in fetched.values())
    yield Figure("first view of the front page", size / 1000, "kB gzipped", 100)


def _fetched(address: str) -> dict[str, bytes]:
    """Every file but fonts that Chromium asks for, by address."""
    answers: list[Response] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(viewport=WINDOW, locale="ko-KR").new_page()  # type: ignore[arg-type]
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 Playwright marks its handlers
        page.goto(address, wait_until="networkidle")
        fetched = {
            answer.url: answer.body()
            for answer in answers
            if answer.request.resource_type != "font" and not answer.url.startswith("data:")
        }
        browser.close()
    return fetched
