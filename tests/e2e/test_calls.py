"""The call desk: one call after the other with the keyboard alone, and by touch on a phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import OFFICE, SECOND, sign_in_staff
from tests.e2e.walking import choose, follow, press, see, today, visit, write

BY_KEYS, BY_TOUCH = 5, 2


def entries(page: Page) -> Locator:
    return page.locator(".agenda-item")


@pytest.fixture
def desk(page: Page) -> Page:
    sign_in_staff(page, OFFICE)
    visit(page, "/calls")
    return page


def test_calls_one_after_the_other(desk: Page, size: str) -> None:
    """Whoever is called leaves the list, and the next one has the focus."""
    there = entries(desk).count()
    calls = BY_KEYS if size == "desk" else BY_TOUCH
    assert there > calls
    if size == "desk":
        by_keys(desk, calls)
    else:
        by_touch(desk, calls)
    expect(entries(desk)).to_have_count(there - calls)


def by_keys(page: Page, calls: int) -> None:
    """`c` takes the first one, Enter the next; a digit chooses what came of it, another one how they are, or when."""
    page.keyboard.press("c")
    for call in range(calls):
        page.wait_for_url(re.compile(r"/calls/[0-9a-f-]{36}"))
        expect(page.locator('a.button-call[href^="tel:"]').first).to_be_visible()
        if call:
            page.keyboard.press("1")
            expect(page.locator('input[name="result"][value="spoke"]')).to_be_checked()
            if page.locator('input[name="how"]').count():
                page.keyboard.press("1")
        else:
            agree_to_call_back(page)
        page.keyboard.press("Enter")
        see(page, "통화를 적었습니다.")
        expect(page.locator(".agenda-item:focus-within")).to_have_count(1)
        if call < calls - 1:
            page.keyboard.press("Enter")


def agree_to_call_back(page: Page) -> None:
    """Tomorrow at half past ten, typed as chromium here asks: month, day, year; hour, minute, half of the day."""
    page.keyboard.press("4")
    day, time = page.locator('input[name="again_on"]'), page.locator('input[name="again_time"]')
    expect(day).to_be_focused()
    tomorrow = today() + timedelta(days=1)
    page.keyboard.type(f"{tomorrow:%m%d%Y}")
    expect(day).to_have_value(tomorrow.isoformat())
    for _ in range(3):
        page.keyboard.press("Tab")
        if time.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("1030A")
    expect(time).to_have_value("10:30")


def by_touch(page: Page, calls: int) -> None:
    for _ in range(calls):
        press(page, re.compile("^전화 걸기"))
        page.locator('label:has(input[name="result"][value="spoke"])').click()
        if page.locator('input[name="how"]').count():
            page.locator('label:has(input[name="how"][value="well"])').click()
        press(page, "통화 적기")
        see(page, "통화를 적었습니다.")


def test_a_colleague_sees_who_is_calling(desk: Page) -> None:
    press(desk, re.compile("^전화 걸기"))
    visit(desk, "/calls")
    see(desk, "내가 맡음")
    sign_out_and_in(desk, SECOND)
    visit(desk, "/calls")
    expect(desk.locator("main").get_by_text("내가 맡음")).to_have_count(0)


def sign_out_and_in(page: Page, email: str) -> None:
    page.context.clear_cookies()
    sign_in_staff(page, email)


def test_a_call_that_came_in_is_written_down(desk: Page) -> None:
    follow(desk, re.compile("^걸려 온 전화 적기"))
    write(desk, "이름·초성·전화 뒷자리·번호", "1002")
    press(desk, "찾기")
    follow(desk, re.compile("^통화 적기"))
    see(desk, "24시간 관제 센터가 아닙니다")
    choose(desk, "통화 결과", "통화함")
    choose(desk, "어떻게 지내십니까?", "잘 지내심")
    press(desk, "통화 적기")
    see(desk, "통화를 적었습니다.")
