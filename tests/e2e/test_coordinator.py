"""A coordinator's day: find, assess, plan, refer, call, book and close, with few clicks and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.caring import assess, draft_plan
from tests.e2e.people import COORDINATOR, SECOND, THIRD, sign_in_staff
from tests.e2e.walking import choose, follow, go, press, see, seek, visit, write


@pytest.fixture
def desk(page: Page) -> Page:
    sign_in_staff(page, COORDINATOR)
    expect(page.get_by_role("heading", level=1)).to_have_text("오늘")
    return page


def items(page: Page, words: str) -> Locator:
    """What waits and says these words."""
    return page.locator(".agenda-item").filter(has_text=words)


def find(page: Page, text: str) -> None:
    """By the key "/", what is typed, and Enter."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/households?**")


def test_finds_a_household_and_reveals_its_number(desk: Page) -> None:
    find(desk, "ㅇㅇㅈ")
    see(desk, "이*자")
    follow(desk, "이*자")
    see(desk, "이영자 님", "망원1동", "010-****-1001")
    press(desk, "번호 보기")
    see(desk, "010-0000-1001", "가린 내용을 본 것이 기록되었습니다.")
    find_by_number(desk)


def find_by_number(page: Page) -> None:
    visit(page, "/today")
    find(page, "1002")
    see(page, "강*준")


def test_assesses_plans_agrees_and_refers(desk: Page) -> None:
    go(desk, items(desk, "첫 방문과 욕구 확인").get_by_role("link", name=re.compile("^욕구 확인")).first)
    assess(desk)
    draft_plan(desk)
    choose(desk, "어떻게 합의했습니까?", "만나서 합의")
    press(desk, "합의로 저장하기")
    see(desk, "합의한 계획으로 저장했습니다.", "바로 할 일")
    refer_in_three_clicks(desk)


def refer_in_three_clicks(page: Page) -> None:
    """From the list: the line, then a time; what is left is the third."""
    follow(page, re.compile("^연계하기"), within=items(page, "청소 연계하기").last)
    see(page, "청소 연계하기", "먼저 권하는 시간")
    press(page, re.compile("^연계하기"))
    see(page, "연계했습니다. 협동조합이 답하면 여기와 오늘 할 일에 보입니다.")


def test_logs_a_call_in_three_clicks(desk: Page) -> None:
    waiting = items(desk, "안부 연락").count()
    go(desk, items(desk, "안부 연락").get_by_role("link", name=re.compile("^연락 기록")).first)
    choose(desk, "어떻게 지내십니까?", "잘 지내심")
    press(desk, "연락 저장하기")
    see(desk, "연락을 기록했습니다. 다음 연락은")
    expect(items(desk, "안부 연락")).to_have_count(waiting - 1)
    expect(desk.locator(".agenda-item:focus-within")).to_have_count(1)


def test_books_what_was_accepted(desk: Page) -> None:
    follow(desk, re.compile("^예약하기"), within=items(desk, "수락함").first)
    press(desk, re.compile("^예약하기"))
    see(desk, "예약했습니다.", "오늘")


def test_sees_to_a_declined_referral_at_once(desk: Page) -> None:
    again = desk.get_by_role("link", name=re.compile("^다시 연계하기"))
    follow(desk, re.compile("^다시 연계하기"), within=items(desk, "거절됨").filter(has=again).first)
    see(desk, "다시 연계하기")
    follow(desk, "다른 시간 고르기")
    press(desk, re.compile("^연계하기"))
    see(desk, "연계했습니다.")


def test_puts_right_what_broke(page: Page) -> None:
    broken = 0
    for email in (SECOND, THIRD, COORDINATOR):
        page.context.clear_cookies()
        sign_in_staff(page, email)
        if broken := items(page, "예약이 어긋남").count():
            break
    follow(page, "예약 바로잡기", within=items(page, "예약이 어긋남").first)
    follow(page, re.compile("^그대로 두기"))
    write(page, "그대로 두는 까닭", "이번에는 오시기로 전화로 정했습니다.")
    press(page, "그대로 두기")
    visit(page, "/today")
    expect(items(page, "예약이 어긋남")).to_have_count(broken - 1)


def test_closes_a_case_with_a_reason(desk: Page) -> None:
    go(desk, items(desk, "돌봄 계획 세우기").get_by_role("link").first)
    follow(desk, "돌봄 종결하기")
    choose(desk, "종결하는 이유", "이용자가 원하지 않음")
    write(desk, "종결 기록", "가족이 함께 살기로 하여 그만두기를 바라셨습니다.")
    press(desk, "돌봄 종결하기")
    see(desk, "종결", "이용자가 원하지 않음")


def test_works_by_keyboard(desk: Page) -> None:
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="단축키")
    expect(dialog).to_be_visible()
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    expect(desk.locator(".row-now")).to_have_count(1)
    desk.keyboard.press("k")
    expect(desk.locator("[data-row]").first).to_have_class(re.compile("row-now"))
    press_in_hangul(desk, "KeyJ", "ㅓ")
    expect(desk.locator("[data-row]").nth(1)).to_have_class(re.compile("row-now"))
    desk.keyboard.press("c")
    desk.wait_for_url("**/contacts**")
    seek(desk, "ㅇㅇㅈ")
    follow(desk, "이*자")
    for key, place in (("n", "**/notes**"), ("r", "**/referrals/lines/**")):
        desk.keyboard.press(key)
        desk.wait_for_url(place)
        desk.go_back()
        desk.wait_for_load_state()


def press_in_hangul(page: Page, code: str, letter: str) -> None:
    """A key while the keyboard writes Hangul."""
    page.evaluate(
        "([code, key]) => document.body.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true }))",
        [code, letter],
    )


def test_narrows_and_sorts_the_caseload(desk: Page) -> None:
    visit(desk, "/households")
    desk.get_by_label("동", exact=True).select_option(label="망원1동")
    press(desk, "목록 보기")
    expect(desk.locator("tbody tr").first).to_contain_text("망원1동")
    assert "dong=" in desk.url
