"""The three documents say what they must, in the order that officials expect."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import weasyprint
from weasyprint.formatting_structure.boxes import TableCellBox

from portal.documents.manual import manual_document
from portal.documents.minutes import minutes_document
from portal.documents.pdf import document_pdf, press
from portal.documents.receipt import receipt_document
from portal.documents.render import render_html
from tests.unit.documents import samples
from tests.unit.documents.reading import in_order, pages_of, text_of

POINTS_A_PIXEL = 0.75
PIXELS_A_MM = 96 / 25.4


class TestMinutes:
    def test_follow_the_official_order(self, pdfs: dict[str, bytes]) -> None:
        text = text_of(pdfs["minutes"])
        headings = ("회의 개요", "안건", "논의 내용", "결정 사항", "향후 계획", "차기 회의", "붙임", "서명", "끝.")
        assert in_order(text, "제3차 실무회의 회의록", *headings)
        overview = (
            "회의명",
            "주최",
            "일시",
            "장소",
            "참석자 3명",
            "소속",
            "직위",
            "성명",
            "배석자",
            "불참자",
            "작성자",
        )
        assert in_order(text, *overview)

    def test_tell_times_and_votes(self, pdfs: dict[str, bytes]) -> None:
        text = text_of(pdfs["minutes"])
        assert "2026. 11. 20.(금) 14:00~16:30" in text
        assert "나. 한파 특보가 있는 날 12시까지 안부 전화를 한다. 8 7 0 1" in text
        assert "가. 현황은 보고받은 대로 접수한다. - - - -" in text

    def test_end_with_two_spaces_before_the_last_word(self) -> None:
        assert "  끝." in render_html(minutes_document(samples.MINUTES))

    def test_say_so_where_there_was_nothing(self) -> None:
        bare = replace(
            samples.MINUTES, agenda=(), decisions=(), tasks=(), next_meeting=None, attachments=(), signers=()
        )
        text = text_of(document_pdf(minutes_document(bare)))
        assert in_order(
            text, "상정된 안건이 없습니다.", "결정한 사항이 없습니다.", "새로 정한 할 일이 없습니다.", "끝."
        )

    def test_leave_a_box_of_at_least_18_by_12_mm_to_sign(self) -> None:
        page = weasyprint.HTML(string=render_html(minutes_document(samples.MINUTES)), url_fetcher=press().fetcher)
        laid_out = page.render(font_config=press().fonts, stylesheets=[press().stylesheet])
        boxes = [
            box
            for page in laid_out.pages
            for box in page._page_box.descendants()
            if box.element_tag == "td" and box.element.get("class") == "box" and isinstance(box, TableCellBox)
        ]
        assert len(boxes) == 2
        assert all(box.border_width() >= 18 * PIXELS_A_MM and box.border_height() >= 12 * PIXELS_A_MM for box in boxes)


class TestManual:
    def test_begins_with_cover_history_and_contents(self, pdfs: dict[str, bytes]) -> None:
        text = text_of(pdfs["manual"])
        cover = ("업 무 매 뉴 얼", "청소 서비스", "문서번호", "제2판", "시행일", "작성", "검토", "승인")
        assert in_order(text, *cover, "개정 이력", "처음 만듦", "차례", "1. 목적", "2. 적용 범위", "3. 절차")

    def test_contents_tell_the_page_each_section_begins_on(self, pdfs: dict[str, bytes]) -> None:
        pages = pages_of(pdfs["manual"])
        begins = next(number for number, page in enumerate(pages, 1) if number > 2 and "4. 개인정보 보호" in page)
        assert re.search(rf"4\. 개인정보 보호 {begins}\b", pages[1])

    def test_repeats_the_head_of_a_table_on_the_next_page(self, pdfs: dict[str, bytes]) -> None:
        pages = [page for page in pages_of(pdfs["manual"]) if "번째 일을 합니다" in page]
        assert len(pages) > 1
        assert all("순서 할 일 담당 시한 서식" in page for page in pages)

    def test_names_each_step(self, pdfs: dict[str, bytes]) -> None:
        assert "1 단계 1 1번째 일을 합니다. 방문 직원 5분 -" in text_of(pdfs["manual"])

    def test_shows_unsigned_and_missing_approvals(self) -> None:
        draft = replace(samples.MANUAL, reviewer=None, effective_on=None)
        text = text_of(document_pdf(manual_document(draft)))
        assert in_order(text, "승인 뒤 정함", "작성", "2026. 11. 10.(화)", "승인", "김영숙", "(서명)")

    def test_sets_headings_inside_a_section_below_it(self, pdfs: dict[str, bytes]) -> None:
        with pikepdf.open(BytesIO(pdfs["manual"])) as opened, opened.open_outline() as outline:
            purpose = next(item for item in outline.root if item.title == "1. 목적")
            assert [child.title for child in purpose.children] == ["준비물"]


class TestReceipt:
    def test_tells_number_next_step_and_who_will_call(self, pdfs: dict[str, bytes]) -> None:
        text = text_of(pdfs["receipt"])
        assert "홍길동 님의 신청이 접수되었습니다." in text
        assert in_order(text, "2026-000123", "다음 순서", "2026. 11. 23.(월) 18:00", "2026. 11. 26.(목)")
        assert "02-300-1000 번호로 전화드립니다." in text

    def test_promises_nothing(self, pdfs: dict[str, bytes]) -> None:
        text = text_of(pdfs["receipt"])
        assert "선정" not in text
        assert "민간 사이트" in text

    def test_is_set_in_13_points_or_more(self, pdfs: dict[str, bytes]) -> None:
        with pikepdf.open(BytesIO(pdfs["receipt"])) as opened:
            sizes = {
                float(instruction.operands[1]) * POINTS_A_PIXEL
                for page in opened.pages
                for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) == "Tf"
            }
        assert min(sizes) >= 12.99

    def test_shows_each_consent_with_its_answer(self, pdfs: dict[str, bytes]) -> None:
        text = text_of(pdfs["receipt"])
        assert "개인정보 수집·이용 동의함 종료 뒤 5년" in text
        assert "소식지 (선택) 동의하지 않음" in text

    def test_is_made_whatever_the_resident_typed(self) -> None:
        receipt = replace(samples.RECEIPT, own_words="도와주세요 🙏🏻\x07")
        assert "도와주세요 〓" in text_of(document_pdf(receipt_document(receipt)))
