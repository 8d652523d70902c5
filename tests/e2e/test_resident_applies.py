"""Somebody finds the portal, applies for themselves or for another, and sees what becomes of it."""

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.applying import agree_to_all, apply_for_oneself, number_on, tell_needs, tell_who
from tests.e2e.people import sign_in_resident
from tests.e2e.walking import choose, follow, press, see, unfold, visit, write

NAME, PHONE = "문가람", "010-0000-7001"
HELPER_PHONE = "010-0000-7002"


def receipt(page: Page) -> str:
    """The text of the receipt that the link leads to."""
    href = page.locator("main").get_by_role("link", name="접수증").first.get_attribute("href")
    answer = page.request.get(str(href))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    return "".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.body())).pages)


def find_service(page: Page) -> None:
    visit(page, "/")
    unfold(page, "우리 동네 고르기")
    follow(page, "망원1동")
    see(page, "이번 주 망원1동 빈자리")
    follow(page, "청소")
    expect(page.get_by_role("heading", level=1)).to_have_text("청소")


def test_from_the_front_page_to_the_status(page: Page) -> None:
    find_service(page)
    number = apply_for_oneself(page, NAME, PHONE)
    text = receipt(page)
    assert number in text
    assert "접수증" in text
    follow(page, "내 신청 보기")
    write(page, "접수번호", number)
    write(page, "전화번호", PHONE)
    press(page, "신청 찾기")
    see(page, f"신청 {number}", "문*람", "담당자 정하기")
    sign_in_resident(page, PHONE)
    see(page, "내 돌봄", "지금까지의 일")


def test_for_somebody_else(page: Page) -> None:
    visit(page, "/apply")
    choose(page, "누구의 신청인가요?", "다른 분을 대신해 신청합니다")
    press(page, "시작하기")
    tell_needs(page)
    see(page, "대신 신청하시는군요")
    agree_to_all(page)
    write(page, "신청하는 분 이름", "한누리")
    write(page, "어떤 사이인가요?", "조카")
    write(page, "신청하는 분 전화번호", HELPER_PHONE)
    follow(page, "다음 질문")
    tell_who(page, "한바다", "19410102")
    see(page, "한누리(조카)", "한바다")
    press(page, "신청서 보내기")
    assert number_on(page) in receipt(page)


def test_mistakes_are_told_and_nothing_typed_is_lost(page: Page) -> None:
    visit(page, "/apply")
    press(page, "시작하기")
    expect(page).to_have_title(re.compile("^오류:"))
    see(page, "누구의 신청인지 골라 주십시오.")
    choose(page, "누구의 신청인가요?", "제 신청입니다")
    press(page, "시작하기")
    tell_needs(page)
    agree_to_all(page)
    tell_who(page, "문가람", "580302-2123456", PHONE)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("이름", exact=True)).to_have_value("문가람")
    page.locator(".error-summary").get_by_role("link").first.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()


def test_a_draft_is_found_again_and_can_be_cleared(page: Page) -> None:
    visit(page, "/apply")
    choose(page, "누구의 신청인가요?", "제 신청입니다")
    press(page, "시작하기")
    visit(page, "/")
    follow(page, re.compile("^신청하기"))
    follow(page, "이어서 하기")
    see(page, "사시는 동")
    follow(page, "잠시 멈추거나 지우기")
    press(page, "지우고 나가기")
    visit(page, "/apply")
    see(page, "누구의 신청인가요?")


def test_somebody_of_another_district_hears_at_once_where_to_ask(page: Page) -> None:
    visit(page, "/apply")
    choose(page, "누구의 신청인가요?", "제 신청입니다")
    press(page, "시작하기")
    expect(page.locator(".next-door")).to_be_hidden()
    choose(page, "사시는 동", "마포구가 아니에요")
    see(page, "다른 구에 사시는군요", "1668-0120")
    expect(page.get_by_role("link", name="다음 질문")).to_be_hidden()


def test_one_question_is_seen_at_a_time(page: Page) -> None:
    visit(page, "/apply")
    choose(page, "누구의 신청인가요?", "제 신청입니다")
    press(page, "시작하기")
    expect(page.locator(".question:visible")).to_have_count(1)
    choose(page, "사시는 동", "망원1동")
    follow(page, "다음 질문")
    expect(page.locator(".question:visible")).to_have_text(re.compile("혼자 사시나요"))
    page.go_back()
    expect(page.locator(".question:visible")).to_have_text(re.compile("사시는 동"))
