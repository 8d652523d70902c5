"""Somebody who is accompanied looks after their visits, says how it was and withdraws a consent."""

import re

from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.people import COORDINATOR, OFFICE, RESIDENT, WISHING, sign_in_resident, sign_in_staff
from tests.e2e.walking import choose, follow, menu, press, see, visit, write

WORDS = "창문이 환해지니 마음도 환합니다."


def test_a_coming_visit_is_confirmed_moved_and_cancelled(page: Page) -> None:
    sign_in_resident(page, WISHING)
    see(page, "다음 방문", "나의 코디네이터")
    follow(page, "바꾸기·취소하기")
    press(page, "오셔도 됩니다")
    follow(page, "바꾸기·취소하기")
    see(page, "오셔도 된다고 답하셨습니다")
    check_calendar(page)
    follow(page, "시간 바꾸기")
    choose(page, "언제가 좋으세요?", "다른")
    write(page, "다른 시간이면 언제가 좋으세요?", "다음 주 오전이면 좋겠습니다.")
    press(page, "알리기")
    see(page, "바꾸고 싶은 시간을 알렸습니다: 다음 주 오전이면 좋겠습니다.")
    follow(page, "방문 취소하기")
    see(page, "취소하면 이렇게 됩니다")
    press(page, "방문 취소하기")
    see(page, "방문을 취소했습니다.")


def check_calendar(page: Page) -> None:
    href = page.get_by_role("link", name="달력에 넣기").get_attribute("href")
    answer = page.request.get(str(href))
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.text()).walk("VEVENT")
    assert "청소" in str(event["SUMMARY"])


def test_tells_how_a_past_visit_was(page: Page) -> None:
    sign_in_resident(page, RESIDENT)
    past = page.locator("section").filter(has=page.get_by_role("heading", name="지난 방문"))
    follow(page, re.compile("청소"), within=past)
    follow(page, re.compile("바꾸기|어땠는지 말하기"))
    choose(page, "어떠셨", "보통이에요")
    write(page, "하고 싶은 말씀", "조금 늦게 오셨지만 깨끗해졌습니다.")
    press(page, "말씀 보내기")
    see(page, "말씀 고맙습니다.")


def test_withdraws_a_consent_and_gives_it_again(page: Page) -> None:
    sign_in_resident(page, RESIDENT)
    follow(page, re.compile("^동의한 내용"))
    follow(page, re.compile("동의 거두기 .*홍보"))
    press(page, "동의 거두기")
    see(page, "동의를 거두었습니다. 지금부터 쓰지 않습니다.")
    card = page.locator("#publicity")
    expect(card).to_contain_text("거둠")
    press(page, "동의하기", within=card)
    expect(page.locator("#publicity")).to_contain_text("동의함")


def test_changes_the_file_and_thanks_whoever_came(page: Page, open_window: OpenWindow) -> None:
    """What is changed is news to the coordinator; the office hangs the letter on the wall."""
    sign_in_resident(page, RESIDENT)
    follow(page, re.compile("^내 정보"))
    follow(page, re.compile("바꾸기 반려동물"))
    write(page, "함께 사는 동물", "고양이 두 마리")
    press(page, "바꾸기")
    see(page, "고양이 두 마리 (코디네이터가 확인하는 중)")
    visit(page, "/my")
    follow(page, re.compile("^고맙다는 편지 쓰기"))
    page.get_by_role("radio").first.check()
    write(page, "하고 싶은 말씀", WORDS)
    page.get_by_label("이름을 가리고").check()
    press(page, "편지 보내기")
    see(page, "편지를 받았습니다. 고맙습니다.")
    coordinator, office = open_window(), open_window()
    sign_in_staff(coordinator, COORDINATOR)
    visit(coordinator, "/news")
    press(coordinator, "확인했습니다", within=coordinator.locator(".card").filter(has_text="고양이 두 마리"))
    sign_in_staff(office, OFFICE)
    menu(office, "고맙습니다")
    press(office, "벽에 걸기", within=office.locator(".card").filter(has_text=WORDS))
    expect(office.locator("section").filter(has_text="함께 읽는 편지").last).to_contain_text(WORDS)


def test_reads_the_plan_and_the_help(page: Page) -> None:
    sign_in_resident(page, RESIDENT)
    follow(page, re.compile("^돌봄 계획"))
    see(page, "나의 돌봄 계획")
    for path in ("/help", "/privacy", "/worry", "/account/security"):
        visit(page, path)
