"""How a person goes through the portal: by the words of links, buttons and questions; each screen is checked."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from portal.core import clock
from tests.e2e.screen import check_screen

OPTIONAL = r"( ?\(선택\))?"


def today() -> date:
    return clock.day_of(clock.now())


def see(page: Page, *words: str) -> None:
    """Each of `words` stands on the screen."""
    for each in words:
        expect(page.get_by_text(each).filter(visible=True).first).to_be_visible()


def visit(page: Page, path: str) -> None:
    """Open an address as from a bookmark."""
    page.goto(path)
    check_screen(page)


def seek(page: Page, words: str) -> None:
    """Look for households by a name, its first sounds, a telephone or a number."""
    visit(page, "/households")
    write(page, "이름·초성·전화 뒷자리·번호", words)
    press(page, "목록 보기")


def go(page: Page, control: Locator) -> None:
    """Use what leads to another screen."""
    with page.expect_navigation():
        control.click()
    check_screen(page)


def follow(page: Page, words: str | re.Pattern[str], *, within: Locator | None = None) -> None:
    """The first link of these words."""
    go(page, (within or page.locator("main")).get_by_role("link", name=words).filter(visible=True).first)


def press(page: Page, words: str | re.Pattern[str], *, within: Locator | None = None) -> None:
    """The first button of these words."""
    go(page, (within or page.locator("main")).get_by_role("button", name=words).filter(visible=True).first)


def unfold(page: Page, words: str) -> None:
    """Open what is folded under these words, unless it is open."""
    details = page.locator("main details").filter(has=page.locator("summary", has_text=words)).first
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()


def menu(page: Page, words: str) -> None:
    """A place of the menu, which on a phone must be opened first, then the group it is folded in."""
    handle = page.locator("header summary", has_text="메뉴")
    if handle.is_visible():
        handle.click()
    places = page.locator("nav.navigation").filter(visible=True).locator("a > span:first-child")
    place = places.filter(has_text=words).first
    if not place.is_visible():
        place.locator("xpath=ancestor::details[1]/summary").click()
    go(page, place)


def question(page: Page, words: str) -> Locator:
    """The group of choices under these words."""
    return page.locator("fieldset").filter(has=page.locator("legend", has_text=words)).last


def choose(page: Page, words: str, *answers: str) -> None:
    """Answer a question by one or several of its choices."""
    for answer in answers:
        question(page, words).get_by_label(answer).first.check()


def write(page: Page, words: str, text: str) -> None:
    """Type into the field of exactly these words; "(선택)" behind them does not matter."""
    page.get_by_label(re.compile(rf"^\s*{re.escape(words)}{OPTIONAL}\s*$")).filter(visible=True).first.fill(text)
