"""What watches over people: a coordinator sees what is due, asks somebody how alone they are, and looks for others."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import COORDINATOR, sign_in_staff
from tests.e2e.walking import choose, follow, go, press, see, visit


@pytest.mark.parametrize("size", ["phone"])
def test_a_coordinator_sees_what_is_due_asks_and_looks_for_others(page: Page) -> None:
    sign_in_staff(page, COORDINATOR)
    visit(page, "/monitoring/duties?view=open")
    go(page, page.locator("main tbody th a").first)
    see(page, "할 일과 지난 일")
    screen(page)
    walk(page)


def screen(page: Page) -> None:
    """The first household that was ever asked: question by question, then looked over once and kept."""
    visit(page, "/screenings")
    go(page, page.locator("main tbody th a").first)
    follow(page, re.compile("점검하기|이어서 묻기"))
    press(page, "다음 문항")
    see(page, "답을 골라 주십시오.")
    while page.get_by_role("button", name="다음 문항").count():
        page.get_by_label("아니요").check()
        press(page, "다음 문항")
    see(page, "답 확인하고 저장")
    choose(page, "어떻게 물었습니까?", "만나서")
    press(page, "점검 저장하기")
    see(page, "점검을 저장했습니다.", "답의 변화")


def walk(page: Page) -> None:
    """Three taps: a door, what was found, kept."""
    visit(page, "/surveys")
    go(page, page.locator("main tr").filter(has_text="진행 중").locator("th a").first)
    follow(page, "찾아갈 곳 보기")
    doors = int(page.locator(".tab-count").first.inner_text())
    follow(page, re.compile("^찾아감"))
    choose(page, "찾아가 보니 어땠습니까?", "만났고 잘 지내십니다")
    press(page, "결과 남기기")
    see(page, "적었습니다. 다음 곳으로 가십시오.")
    expect(page.locator(".tab-count").first).to_have_text(str(doors - 1))
