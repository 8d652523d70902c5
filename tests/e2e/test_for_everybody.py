"""The portal works without JavaScript, by keyboard alone, on a small phone, in large letters and in high contrast."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.applying import apply_for_oneself
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import COORDINATOR, OFFICE, RESIDENT, ULLIM, sign_in_resident, sign_in_staff, sign_in_to_desk_with
from tests.e2e.screen import check_screen
from tests.e2e.walking import see, visit

MAIN_SCREENS = {
    None: ("/", "/apply", "/services", "/services/cleaning", "/status", "/sign-in"),
    RESIDENT: ("/my", "/my/plan", "/consents", "/support/mine"),
    OFFICE: (
        "/inbox",
        "/members",
        "/catalogue",
        "/staff",
        "/meetings",
        "/manuals/cleaning",
        "/audit",
        "/applications/new",
        "/programmes",
        "/support/overrides",
        "/settlement",
        "/figures",
        "/figures/by/service",
        "/figures/months",
    ),
    COORDINATOR: ("/today", "/households", "/capacity/free"),
    ULLIM: ("/referrals", "/visits", "/capacity/week", "/capacity/patterns", "/settlement/mine"),
}


def sign_in(page: Page, who: str | None) -> None:
    page.goto("/")
    if who == RESIDENT:
        sign_in_resident(page, who)
    elif who:
        sign_in_staff(page, who)


def test_applies_without_javascript(open_window: OpenWindow) -> None:
    number = apply_for_oneself(open_window(java_script_enabled=False), "나린솔", "010-0000-7201")
    assert number


def test_accepts_without_javascript(open_window: OpenWindow) -> None:
    page = open_window(java_script_enabled=False)
    sign_in_to_desk_with(page, "답할 연계", "수락하기")
    page.get_by_role("button", name=re.compile("^수락하기")).last.click()
    see(page, "연계를 수락했습니다.")
    page.get_by_role("button", name="되돌리기").click()
    see(page, "수락을 되돌렸습니다.")


class Keyboard:
    """Nothing but Tab, Space, arrows, Enter and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        """Tab on until the focus is where `selector` says."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the Tab key never reached {selector}")

    def tick(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Space")

    def type(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.type(text)

    def send(self) -> None:
        self.reach("main form button.button-main, main form button.button-primary")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        check_screen(self.page)

    def go_on(self) -> None:
        """To the next question of the same step."""
        self.reach("main form a.button-primary")
        self.page.keyboard.press("Enter")

    def skip_to_content(self) -> None:
        self.page.keyboard.press("Tab")
        expect(self.page.locator(".skip-link")).to_be_focused()
        self.page.keyboard.press("Enter")


def test_applies_by_keyboard_alone(page: Page) -> None:
    keyboard = Keyboard(page)
    visit(page, "/apply")
    keyboard.skip_to_content()
    keyboard.tick("[name=for_whom]")
    keyboard.send()
    for name in ("dong_code", "lives_alone", "services"):
        keyboard.tick(f"[name={name}]")
        keyboard.go_on()
    keyboard.tick("[name=urgency]")
    keyboard.send()
    for kind in ("collection", "sensitive", "third_party"):
        keyboard.tick(f"[name={kind}]")
        keyboard.go_on()
    keyboard.send()
    for name, text in (("name", "다온"), ("birth_on", "19601103"), ("phone", "01000007301")):
        keyboard.type(f"[name={name}]", text)
    keyboard.go_on()
    keyboard.type("[name=address]", "희우정로 5")
    keyboard.go_on()
    keyboard.send()
    see(page, "적은 내용을 봐 주십시오")
    keyboard.send()
    see(page, "신청이 접수되었습니다")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("who", MAIN_SCREENS)
def test_fits_a_small_phone_and_large_letters(open_window: OpenWindow, size: str, who: str | None) -> None:
    page = open_window(width=320) if size == "phone" else open_window(width=640)
    sign_in(page, who)
    page.context.add_cookies([{"name": "display", "value": "larger.normal", "url": page.url}])
    wide = []
    for path in MAIN_SCREENS[who]:
        page.goto(path)
        wide += [] if fits(page) else [path]
    assert wide == []


@pytest.mark.parametrize("who", MAIN_SCREENS)
def test_keeps_the_rules_in_high_contrast(page: Page, who: str | None) -> None:
    sign_in(page, who)
    page.context.add_cookies([{"name": "display", "value": "normal.high", "url": page.url}])
    for path in MAIN_SCREENS[who]:
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("data-krds-mode", "high-contrast")
        check_screen(page)


def test_text_size_and_contrast_are_two_taps_away(page: Page) -> None:
    visit(page, "/")
    page.locator("header summary", has_text="글자·화면").click()
    page.get_by_role("button", name="더 크게").filter(visible=True).click()
    expect(page.locator("html")).to_have_attribute("data-text-size", "larger")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-text-size", "larger")
    check_screen(page)
