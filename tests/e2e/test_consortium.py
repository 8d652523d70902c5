"""The consortium meets, keeps minutes, and writes the manuals by which it works."""

import io
import re
from datetime import timedelta
from typing import cast

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.e2e.conftest import OpenWindow
from tests.e2e.people import APPROVER, SECOND, THIRD, ULLIM, sign_in_staff
from tests.e2e.walking import choose, follow, go, menu, press, see, today, visit, write


def pdf(page: Page, link: str | re.Pattern[str]) -> PdfReader:
    """The document that the first link of these words leads to."""
    href = page.locator("main").get_by_role("link", name=link).first.get_attribute("href")
    answer = page.request.get(str(href))
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.body()))


def text_of(document: PdfReader) -> str:
    """All its words, without the marks that keep lines from breaking inside them."""
    return "".join(each.extract_text() for each in document.pages).replace("\u2060", "").replace("\n", " ")


def is_tagged(document: PdfReader) -> bool:
    root = cast(DictionaryObject, document.trailer["/Root"])
    marks = cast(DictionaryObject, root["/MarkInfo"])
    return bool(marks["/Marked"]) and "/StructTreeRoot" in root


@pytest.fixture
def office(page: Page) -> Page:
    sign_in_staff(page, APPROVER)
    return page


class TestMeeting:
    @pytest.mark.parametrize("size", ["desk"])
    def test_is_held_written_down_closed_and_followed_by_the_next(self, office: Page) -> None:
        menu(office, "회의")
        go(office, office.locator("main a.door", has_text="실무회의").first)
        self.begin_today(office)
        self.note_who_is_there(office)
        self.write_down(office)
        follow(office, "회의로 돌아가기")
        follow(office, "회의 마치기")
        see(office, "마치면 차수가 붙고 회의록을 더 고칠 수 없습니다.")
        press(office, "회의 마치기")
        see(office, "회의록", "세탁물은 나흘 안에 돌려드립니다.")
        self.check_document(office)
        self.plan_the_next(office)

    def begin_today(self, office: Page) -> None:
        follow(office, "개요 고치기")
        write(office, "날짜", f"{today():%Y-%m-%d}")
        write(office, "시작 시각", "00:00")
        write(office, "마치는 시각", "02:00")
        press(office, "저장하기")
        see(office, "회의 개요를 저장했습니다.")

    def note_who_is_there(self, office: Page) -> None:
        """As they had answered; whoever said nothing is there, too."""
        follow(office, "참석 적기")
        press(office, "답한 대로 적기")
        see(office, "답한 대로 적었습니다.", "명 남았습니다.")
        for box in office.get_by_role("radio", name="참석", exact=True).all():
            box.check()
        press(office, "참석 저장하기")
        see(office, "참석을 저장했습니다.")

    def write_down(self, office: Page) -> None:
        follow(office, "회의록 적기")
        follow(office, re.compile("^다음 안건"))
        office.get_by_label("논의 내용").fill("이달의 방문과 연계를 함께 살펴보았습니다.")
        expect(office.locator("[data-autosave-status]")).to_contain_text("저장했습니다", timeout=10_000)
        write(office, "결정 내용", "세탁물은 나흘 안에 돌려드립니다.")
        write(office, "찬성", "5")
        write(office, "할 일", "안내문을 고쳐 나누어 드리기")
        office.get_by_label("담당자").last.select_option(index=1)
        office.get_by_label("기한").last.fill(f"{today():%Y-%m-%d}")
        press(office, "저장하기")
        see(office, "적어 둔 결정과 할 일", "안내문을 고쳐 나누어 드리기")

    def check_document(self, office: Page) -> None:
        document = pdf(office, "회의록 PDF")
        assert is_tagged(document)
        text = text_of(document)
        places = [text.index(part) for part in ("회의 개요", "논의 내용", "결정 사항", "향후 계획", "차기 회의")]
        assert places == sorted(places)
        assert "세탁물은 나흘 안에 돌려드립니다." in text

    def plan_the_next(self, office: Page) -> None:
        """Two clicks: the list, then the button; what is unfinished stands on the agenda."""
        menu(office, "회의")
        press(office, "다음 달 회의 만들기")
        see(office, "다음 회의를 만들었습니다. 지난 회의의 할 일과 제안된 안건이 들어 있습니다.")
        see(office, "지난 회의에서 맡은 일", "안내문을 고쳐 나누어 드리기")

    def test_points_are_proposed_and_tasks_finished(self, page: Page) -> None:
        sign_in_staff(page, ULLIM)
        menu(page, "회의")
        follow(page, "안건 제안하기")
        write(page, "무엇을 이야기할까요", "토요일 세탁 자리")
        write(page, "왜 필요합니까", "토요일에 받고 싶어 하시는 분이 늘었습니다.")
        press(page, "안건 제안하기")
        menu(page, "내 할 일")
        follow(page, re.compile("^한 일로 적기"))
        write(page, "결과", "모두 챙겼습니다.")
        press(page, "한 일로 적기")
        see(page, "한 일로 적었습니다.")

    def test_minutes_are_read(self, office: Page) -> None:
        menu(office, "회의")
        follow(office, re.compile("^제24차 실무회의"))
        see(office, "결정 사항", "향후 계획")


class TestManual:
    def test_is_read_and_its_editions_compared(self, page: Page) -> None:
        sign_in_staff(page, SECOND)
        menu(page, "매뉴얼")
        follow(page, re.compile("^청소 서비스"))
        see(page, "업무 절차", "예외와 위기 대응", "개인정보 보호")
        document = pdf(page, "PDF 받기")
        assert is_tagged(document)
        assert "청소" in text_of(document)
        follow(page, "두 판 골라 견주기")
        see(page, "물건이 많이 쌓인 집")

    @pytest.mark.parametrize("size", ["desk"])
    def test_a_new_edition_goes_through_three_hands(self, page: Page, open_window: OpenWindow) -> None:
        self.draft(page)
        reviewer = open_window()
        sign_in_staff(reviewer, SECOND)
        visit(reviewer, page.url)
        press(reviewer, "검토 마치기")
        approver = open_window()
        sign_in_staff(approver, APPROVER)
        visit(approver, page.url)
        follow(approver, "승인하고 발행")
        see(approver, "발행한 판은 고칠 수 없습니다.")
        write(approver, "시행일", f"{today() + timedelta(days=1):%Y-%m-%d}")
        press(approver, "발행하기")
        see(approver, "제2판", "시행 예정")
        follow(approver, "앞 판과 견주기")
        see(approver, "이불은 사흘 안에 돌려드립니다.")

    def draft(self, page: Page) -> None:
        """The author writes the next edition of the laundry manual and asks for a review."""
        sign_in_staff(page, THIRD)
        visit(page, "/manuals/laundry")
        follow(page, "새 판 쓰기")
        choose(page, "얼마나 바뀝니까", "작은 바뀜")
        write(page, "무엇을 왜 바꾸려고 합니까", "돌려드리는 날을 적습니다")
        press(page, "새 판 만들기")
        follow(page, re.compile("^고치기 자주 묻는 질문"))
        body = page.get_by_label("내용")
        body.fill(body.input_value() + "\n\n이불은 사흘 안에 돌려드립니다.")
        press(page, "저장하기")
        follow(page, "검토 부탁하기")
        page.get_by_label("검토할 분").select_option("한도윤")
        press(page, "검토 부탁하기")
        see(page, "검토를 기다립니다", "직접 쓰거나 고친 판이라 다른 분이 검토해야 합니다.")


def test_who_may_not_write_sees_no_pen(page: Page) -> None:
    sign_in_staff(page, ULLIM)
    visit(page, "/manuals/petcare")
    expect(page.get_by_role("link", name="새 판 쓰기")).to_have_count(0)
