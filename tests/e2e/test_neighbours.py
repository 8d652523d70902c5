"""A watcher's day on a telephone: three taps, and the office reads what they told and sees to it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import OFFICE, sign_in_staff
from tests.e2e.screen import check_screen
from tests.e2e.walking import choose, follow, press, see, visit, write

WATCHER = "watcher1@example.kr"


@pytest.fixture(params=["phone"])
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_tells_in_three_taps_that_help_is_needed(page: Page) -> None:
    sign_in_staff(page, WATCHER)
    check_screen(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("오늘 살필 이웃")
    follow(page, re.compile("^살피러 가기"))
    given = page.locator("main strong").filter(has_text="님").first.inner_text()
    choose(page, "어떠셨습니까?", "도움이 필요합니다")
    press(page, "알리기")
    see(page, "적었습니다. 위급하면 지금 119에 전화하십시오.")
    page.context.clear_cookies()
    sign_in_staff(page, OFFICE)
    visit(page, "/volunteers")
    follow(page, "송미라")
    open_household_of(page, given)
    follow(page, re.compile(r"^20\d\d"))
    see(page, "도움이 필요합니다", "24시간 관제 센터가 아닙니다")
    write(page, "무엇을 하였습니까?", "담당자가 바로 찾아뵙기로 함")
    press(page, "한 일 남기기")
    see(page, "살펴보았습니다")


def open_household_of(page: Page, given: str) -> None:
    """Of the households in the watcher's charge the one of this first name."""
    own = page.locator('main a[href^="/households/"]')
    for address in [str(each.get_attribute("href")) for each in own.all()]:
        visit(page, address)
        if page.get_by_text(given).count():
            return
    raise AssertionError(given)
