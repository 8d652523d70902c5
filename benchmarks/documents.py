"""Minutes as PDF against bare WeasyPrint, and a kept document against a static file of about its size."""

from collections.abc import Callable, Iterator

import weasyprint
from sqlalchemy.orm import Session

from benchmarks.data.meetings import add_closed_meeting
from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.measure import interleaved_seconds
from portal import create_app
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.paper import minutes_of
from portal.core import clock
from portal.documents.engine import VARIANT
from portal.documents.minutes import minutes_document
from portal.documents.model import Document
from portal.documents.pdf import document_pdf, press
from portal.documents.render import render_html
from tools.load.browser import Browser

PDF_TURNS = 9
TURNS, CALLS = 20, 20
STATIC_FILE = "/static/kit/portal.css"
"""47 kB beside the 41 kB of the minutes."""


def figures(ground: Ground) -> Iterator[Figure]:
    database, office = ground.year.present, ground.year.scene.office
    with database.engine.begin() as connection:
        meeting_id = add_closed_meeting(connection, office, clock.now())
    with create_app(database.settings).app_context(), Session(database.engine) as session:
        document = minutes_document(minutes_of(session.get_one(Meeting, meeting_id), closer="사무국장"))
    ours, by_itself = interleaved_seconds([lambda: document_pdf(document), bare(document)], turns=PDF_TURNS, calls=1)
    yield Figure("minutes as PDF", ours / by_itself, "times bare WeasyPrint", 1.3)

    portal = ground.portal(database)
    browser = database.visitor(portal, office)
    path = f"/meetings/{meeting_id}/document"
    first = browser.get(path)
    assert first.status == 200, first.status
    static = Browser(portal.port)
    sides = [_same(browser, path, first.body), _same(static, STATIC_FILE, static.get(STATIC_FILE).body)]
    kept, file = interleaved_seconds(sides, turns=TURNS, calls=CALLS)
    yield Figure("minutes asked for again", kept / file, "times a static file of the same server", 1.5)


def bare(document: Document) -> Callable[[], object]:
    """WeasyPrint by itself on the same page, with the same fonts and style sheet, warm as ours is."""
    html = render_html(document)
    shared = press()

    def set_page() -> object:
        page = weasyprint.HTML(string=html, url_fetcher=shared.fetcher)
        return page.write_pdf(stylesheets=[shared.stylesheet], font_config=shared.fonts, pdf_variant=VARIANT)

    set_page()
    return set_page


def _same(browser: Browser, path: str, body: bytes) -> Callable[[], None]:
    def fetch() -> None:
        answer = browser.get(path)
        assert (answer.status, answer.body) == (200, body), path

    return fetch
