"""The one door to PDF: HTML or a document's model in, bytes out; the same input gives the same bytes."""

import atexit
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from portal.db.transaction import refuse_slow_work
from portal.documents.model import Document, Imprint
from portal.documents.render import render_html

if TYPE_CHECKING:
    from portal.documents.engine import Press

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
_starting = Lock()


@cache
def _press() -> "Press":
    from portal.documents.engine import Press  # noqa: PLC0415 WeasyPrint costs memory: only where documents are made

    atexit.register(_press.cache_clear)  # the press removes its copies of the fonts while it still can
    return Press()


def press() -> "Press":
    """The shared press, started with the first document."""
    with _starting:
        return _press()


def render_pdf(
    html: str, *, title: str, author: str, language: str = "ko", created_at: datetime = UNDATED, strict: bool = True
) -> bytes:
    """`html` as tagged PDF/UA-1 with embedded fonts, styled by the document stylesheet.

    Fetches nothing but `data:` addresses and the document fonts: another address is a `ValueError`. Characters that the
    fonts cannot draw are named in a `DomainError`, or drawn as a mark unless `strict`.
    """
    refuse_slow_work()
    imprint = Imprint(title, author, language, created_at)
    return press().pdf_of(html, imprint, strict=strict)


def document_pdf(document: Document) -> bytes:
    """The PDF of `document`, dated `document.created_at`."""
    return render_pdf(
        render_html(document),
        title=document.title,
        author=document.author,
        created_at=document.created_at,
        strict=document.strict,
    )
