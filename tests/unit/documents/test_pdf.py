"""Every document is a tagged, self-contained Korean PDF."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from portal.core.errors import DomainError
from portal.documents.engine import Press
from portal.documents.fonts import font_folder
from portal.documents.pdf import document_pdf, render_pdf
from tests.unit.documents.reading import elements_of, text_of
from tests.unit.documents.samples import MODELS

HEAD = "<html lang=ko><head><title>시험</title></head><body>"


def render(body: str, **options: bool) -> bytes:
    return render_pdf(HEAD + body, title="시험", author="사무국", **options)  # type: ignore[arg-type]


class TestFile:
    def test_says_what_it_is_in_korean(self, opened: pikepdf.Pdf, name: str) -> None:
        assert opened.Root.Lang == "ko"
        assert opened.docinfo["/Title"] == MODELS[name].title
        assert opened.docinfo["/Author"] == MODELS[name].author
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)

    def test_claims_pdf_ua_and_is_tagged(self, opened: pikepdf.Pdf) -> None:
        assert bool(opened.Root.MarkInfo.Marked)
        assert "pdfuaid" in opened.Root.Metadata.read_bytes().decode()
        assert "/H1" in {str(element["/S"]) for element in elements_of(opened.Root.StructTreeRoot.K)}

    def test_embeds_every_font_as_truetype(self, opened: pikepdf.Pdf) -> None:
        fonts = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]
        names = {str(font["/FontName"]) for font in fonts}
        described = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
        assert len(described) == len(fonts) == 2
        assert all("Noto-Sans-KR" in font for font in names)

    def test_is_a4(self, opened: pikepdf.Pdf) -> None:
        width, height = (float(side) for side in opened.pages[0].MediaBox[2:])
        assert (round(width), round(height)) == (595, 842)

    def test_gives_each_table_head_a_scope(self, opened: pikepdf.Pdf) -> None:
        heads = [element for element in elements_of(opened.Root.StructTreeRoot.K) if element["/S"] == "/TH"]
        scopes = {str(head["/A"]["/Scope"]) for head in heads}
        assert scopes == {"/Column", "/Row"}

    def test_skips_no_heading_level(self, opened: pikepdf.Pdf) -> None:
        kinds = [str(element["/S"]) for element in elements_of(opened.Root.StructTreeRoot.K)]
        levels = [int(kind[2]) for kind in kinds if kind in {f"/H{level}" for level in range(1, 7)}]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_has_bookmarks_without_joiners(self, opened: pikepdf.Pdf) -> None:
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert len(titles) > 2
        assert not any("\u2060" in title for title in titles)

    def test_says_where_each_link_leads(self, pdfs: dict[str, bytes]) -> None:
        with pikepdf.open(BytesIO(pdfs["manual"])) as opened:
            links = [annotation for page in opened.pages for annotation in page.get("/Annots", pikepdf.Array())]
            assert [str(link["/Contents"]) for link in links][:2] == ["1. 목적", "2. 적용 범위"]

    def test_has_the_same_bytes_each_time(self, data: bytes, name: str) -> None:
        assert document_pdf(MODELS[name]) == data

    def test_is_set_without_a_complaint(self, name: str, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING):
            document_pdf(MODELS[name])
        assert [record.getMessage() for record in caplog.records] == []


class TestText:
    def test_keeps_words_whole_at_the_end_of_a_line(self) -> None:
        word = "돌봄코디네이터가"
        text = text_of(render(f"<p>{f'{word} ' * 40}</p>"))
        assert text.split().count(word) == 40

    def test_breaks_words_longer_than_the_line(self) -> None:
        text = text_of(render(f"<p>{'가' * 100}</p>"))
        assert "가" * 100 in text.replace(" ", "").replace("\n", "")

    def test_can_be_found_as_it_was_written(self, data: bytes) -> None:
        assert "\u2060" not in text_of(data)

    def test_is_dated_as_told(self) -> None:
        moment = datetime(2026, 11, 21, 6, 20, tzinfo=UTC)
        data = render_pdf(HEAD, title="시험", author="사무국", created_at=moment)
        with pikepdf.open(BytesIO(data)) as opened:
            assert str(opened.docinfo["/CreationDate"]) == "D:20261121062000Z"


class TestRefusals:
    def test_names_all_characters_without_glyph(self) -> None:
        with pytest.raises(DomainError) as refusal:
            render("<p>안녕 😊</p><td>\U0001f436</td>")
        assert "😊 (U+1F60A)" in str(refusal.value.params["characters"])
        assert "U+1F436" in str(refusal.value.params["characters"])

    def test_marks_them_where_the_writer_cannot_be_asked(self) -> None:
        assert "안녕 〓" in text_of(render("<p>안녕 😊</p>", strict=False))

    @pytest.mark.parametrize(
        "address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "https://example.kr/x.png", "font:other"]
    )
    def test_fetches_nothing_from_elsewhere(self, address: str) -> None:
        with pytest.raises(ValueError, match="own files"):
            render(f'<img src="{address}" alt="그림">')

    def test_does_not_start_without_its_fonts(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(font_folder, "folder", tmp_path)
        with pytest.raises(FileNotFoundError, match="NotoSansKR"):
            Press()

    def test_sets_one_document_at_a_time_for_many_who_ask(self, pdfs: dict[str, bytes]) -> None:
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(document_pdf, [MODELS["receipt"]] * 8))
        assert set(made) == {pdfs["receipt"]}

    def test_goes_on_after_a_refusal(self) -> None:
        with pytest.raises(ValueError, match="own files"):
            render('<img src="file:///etc/hostname" alt="그림">')
        assert "다음" in text_of(render("<p>다음</p>"))
