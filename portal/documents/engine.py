"""Sets HTML as a tagged PDF (PDF/UA-1) with WeasyPrint; imported only when a document is made."""

import hashlib
from datetime import UTC
from pathlib import Path
from threading import Lock
from typing import Any

import pydyf
import weasyprint
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.documents.fonts import FILES, font_folder, require_fonts
from portal.documents.glyphs import printable, require_glyphs
from portal.documents.model import Imprint
from portal.documents.tags import finish_tags
from portal.documents.visible import visible
from portal.documents.words import WORD_JOINER, keep_words

STYLESHEET = Path(__file__).parent / "templates" / "documents" / "document.css"

VARIANT = "pdf/ua-1"

_NOT_SET = frozenset({"style", "script", "template", "title"})
_FONTS = {f"font:{name}": name for name in FILES}


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Gives `data:` addresses and the document fonts by name; anything else stops the document."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in _FONTS:
            return URLFetcherResponse(url, font_folder.path(_FONTS[url]).read_bytes(), {"Content-Type": "font/ttf"})
        return super().fetch(url, headers)


class Press:
    """The shared fonts and stylesheet. Pango's font maps are not safe between threads: one document at a time."""

    def __init__(self) -> None:
        require_fonts()
        self.lock = Lock()
        self.fonts = FontConfiguration()
        self.fetcher = OwnFilesOnly()
        self.stylesheet = weasyprint.CSS(
            string=STYLESHEET.read_text("utf-8"), font_config=self.fonts, url_fetcher=self.fetcher
        )

    def pdf_of(self, html: str, imprint: Imprint, *, strict: bool) -> bytes:
        """The PDF; raises `DomainError` for characters without a glyph and `ValueError` for a foreign address."""
        with self.lock:
            try:
                page = weasyprint.HTML(string=html if strict else visible(html), url_fetcher=self.fetcher)
                page.etree_element.set("lang", imprint.language)
                if strict:
                    require_glyphs("".join(page.etree_element.itertext()))
                headings = headings_of(page.etree_element)
                prepare_text(page.etree_element)
                laid_out = page.render(font_config=self.fonts, stylesheets=[self.stylesheet], pdf_variant=VARIANT)
                write_imprint(laid_out.metadata, imprint)
                identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
                data: bytes = laid_out.write_pdf(
                    finisher=lambda _, pdf: finish(pdf, headings), pdf_variant=VARIANT, pdf_identifier=identifier
                )
            except FatalURLFetchingError as error:
                raise ValueError(f"a document may use only its own files: {error}") from error
        return data


def write_imprint(metadata: DocumentMetadata, imprint: Imprint) -> None:
    metadata.title = visible(imprint.title)
    metadata.authors = [visible(imprint.author)]
    metadata.created = metadata.modified = f"{imprint.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def prepare_text(root: Any) -> None:
    """Put every text of the tree into the form that is set: only characters with a glyph, and words kept whole."""
    for element in root.iter():
        if element.text and element.tag not in _NOT_SET:
            element.text = keep_words(printable(element.text))
        if element.tail:
            element.tail = keep_words(printable(element.tail))


def headings_of(root: Any) -> dict[str, str]:
    """The text of each element that a link may lead to, by its id."""
    return {
        element.get("id"): " ".join("".join(element.itertext()).split()) for element in root.iter() if element.get("id")
    }


def finish(pdf: pydyf.PDF, headings: dict[str, str]) -> None:
    """Write what WeasyPrint leaves out: where links lead, bookmarks without word joiners, tags that PDF/UA asks for."""
    finish_tags(pdf)
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary):
            continue
        if "Title" in item and "Dest" in item:
            item["Title"] = pydyf.String(item["Title"].string.replace(WORD_JOINER, ""))
        elif item.get("Subtype") == "/Link" and "Dest" in item:
            item["Contents"] = pydyf.String(headings[item["Dest"].string])
