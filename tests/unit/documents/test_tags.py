"""Every document can be read aloud: its lists, tables and margins are tagged as PDF/UA-1 asks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from portal.core.markdown import render_markdown
from portal.documents.manual import Approval, Manual, ManualSection, Step, manual_document
from portal.documents.pdf import document_pdf, render_pdf
from portal.documents.statement import statement_document
from portal.manuals.shipped import ShippedManual, shipped_manuals
from tests.unit.documents.reading import elements_of
from tests.unit.documents.structure import faults_of, marks_of_texts
from tests.unit.documents.test_statement import PAPER

LISTS = {
    "tight": "- 하나\n- 둘\n  - 안쪽\n",
    "loose": "1. 하나\n\n2. 둘\n\n   이어지는 글\n",
    "loose with a list inside": "- 하나\n\n  - 안쪽\n\n- 둘\n",
    "blocks in items": "- 글\n\n  > 옮긴 말\n\n  ```\n  코드\n  ```\n",
    "a table in an item": "- 글\n\n  | 가 | 나 |\n  |---|---|\n  | 1 | 2 |\n",
}


def pdf_of(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def paper_of(shipped: ShippedManual) -> Manual:
    sections = tuple(
        ManualSection(
            section.heading,
            section.text,
            tuple(Step(step.action, step.who, step.time_limit, step.form, step.name) for step in section.steps),
        )
        for section in shipped.sections
    )
    return Manual(
        "사무국", shipped.title, shipped.document_number, 1, date(2026, 8, 1), Approval("서다은"),
        datetime(2026, 8, 1, tzinfo=UTC), sections,
    )  # fmt: skip


class TestTree:
    def test_of_the_samples_is_sound(self, opened: pikepdf.Pdf) -> None:
        assert faults_of(opened) == []

    def test_of_a_statement_is_sound(self) -> None:
        assert faults_of(pdf_of(document_pdf(statement_document(PAPER)))) == []

    @pytest.mark.parametrize("shipped", shipped_manuals(), ids=lambda manual: manual.code)
    def test_of_each_shipped_manual_is_sound(self, shipped: ShippedManual) -> None:
        assert faults_of(pdf_of(document_pdf(manual_document(paper_of(shipped))))) == []

    @pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
    def test_of_lists_holds_labels_and_bodies_only(self, text: str) -> None:
        pdf = pdf_of(render_pdf(f"<h1>제목</h1>{render_markdown(text)}", title="시험", author="사무국"))
        assert faults_of(pdf) == []
        items = [element for element in elements_of(pdf.Root.StructTreeRoot.K) if element["/S"] == "/LI"]
        assert all([str(kid["/S"]) for kid in item["/K"]] == ["/Lbl", "/LBody"] for item in items)

    def test_of_a_bad_one_is_told(self) -> None:
        """The guard itself can fail."""
        pdf = pdf_of(document_pdf(statement_document(replace(PAPER, held=()))))
        elements = list(elements_of(pdf.Root.StructTreeRoot.K))
        head = next(element for element in elements if element["/S"] == "/TH")
        del head["/A"]["/Scope"]
        row = next(element for element in elements if element["/S"] == "/TR")
        row["/S"] = pikepdf.Name("/P")
        del pdf.Root.StructTreeRoot.K[0]["/K"][0]
        found = set(faults_of(pdf))
        assert {"/TH without a scope", "/TBody holds /P", "text on page 1 is held by nothing"} <= found


class TestMargins:
    def test_are_artifacts(self, pdfs: dict[str, bytes]) -> None:
        """The page's number; from the second page on the title and the document's number too."""
        artifacts = [
            sum("Artifact" in marks for marks in marks_of_texts(page)) for page in pdf_of(pdfs["minutes"]).pages
        ]
        assert artifacts == [1, 3]


class TestWords:
    def test_are_found_by_a_program_that_searches(self, pdfs: dict[str, bytes]) -> None:
        with pypdfium2.PdfDocument(pdfs["minutes"]) as document:
            text = document[0].get_textpage()
            assert text.search("한파 특보가 있는 날").get_next() is not None
            assert text.search("함께하는행복한돌봄").get_next() is not None
            assert text.search("없는말").get_next() is None
