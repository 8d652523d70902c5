"""A coordinator goes away: a colleague agrees to stand in and does the work, and the resident reads who it is."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.e2e.people import COORDINATOR, OFFICE, RESIDENT, SECOND, sign_in_resident, sign_in_staff
from tests.e2e.walking import choose, press, see, today, visit, write

AWAY, DEPUTY = "최유진", "한도윤"


@pytest.mark.parametrize("size", ["phone"])
def test_a_colleague_stands_in_until_somebody_is_back(page: Page) -> None:
    go_away(page)
    stand_in(page)
    as_another(page)
    sign_in_resident(page, RESIDENT)
    see(page, f"대신 {DEPUTY} 코디네이터")
    as_another(page)
    sign_in_staff(page, OFFICE)
    visit(page, "/absences")
    see(page, AWAY, f"대신 {DEPUTY}")
    come_back(page)
    as_another(page)
    sign_in_resident(page, RESIDENT)
    see(page, "나의 코디네이터", AWAY)


def as_another(page: Page) -> None:
    page.context.clear_cookies()


def go_away(page: Page) -> None:
    sign_in_staff(page, COORDINATOR)
    visit(page, "/leave")
    write(page, "첫날", str(today()))
    write(page, "마지막 날", str(today() + timedelta(days=3)))
    choose(page, "까닭", "휴가")
    page.get_by_label("대신할 분", exact=True).select_option(label=DEPUTY)
    press(page, "적고 부탁하기")
    see(page, "자리를 비우는 날을 적었습니다.")


def stand_in(page: Page) -> None:
    as_another(page)
    sign_in_staff(page, SECOND)
    visit(page, "/today")
    see(page, "대신해 달라는 부탁이 있습니다", f"{AWAY} 님을 대신합니다")
    visit(page, "/leave")
    press(page, re.compile(f"대신하기 {AWAY}"))
    see(page, f"{AWAY} 님을 대신하기로 했습니다.")
    visit(page, "/households")
    see(page, f"{AWAY} 님 가구")
    page.locator("tr[data-row]").filter(has_text=f"{AWAY} 님 가구").first.locator("th a").click()
    see(page, f"대신 {DEPUTY} 코디네이터")


def come_back(page: Page) -> None:
    as_another(page)
    sign_in_staff(page, COORDINATOR)
    visit(page, "/today")
    press(page, "오늘 돌아왔습니다")
    see(page, "다시 담당 가구를 맡으십니다.")
