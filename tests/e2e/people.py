"""How the people of the demonstration sign in, as they would by hand."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from portal.core.permissions import Role
from portal.demo.staff import PASSWORD, staff
from tests.e2e.screen import check_screen

OFFICE, APPROVER, AUDITOR = "office@example.kr", "approver@example.kr", "auditor@example.kr"
COORDINATOR, SECOND, THIRD = "coordinator1@example.kr", "coordinator2@example.kr", "coordinator3@example.kr"
ULLIM, EXPIRED = "ullim@example.kr", "together@example.kr"
RESIDENT, WISHING = "010-0000-1001", "010-0000-1002"


Session = tuple[str, str]
_sessions: dict[Session, dict[str, str]] = {}
"""The cookies of those who signed in before, by the address of the portal and who they are."""


def sign_in_staff(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in with e-mail and password, or go on where they signed in before; ends on the home of the role."""
    page.goto("/sign-in/staff")
    session = (urlsplit(page.url).netloc, email)
    if goes_on(page, session, "/home"):
        return
    check_screen(page)
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="로그인하기").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    keep(page, session)


def sign_in_resident(page: Page, phone: str) -> None:
    """Sign in with the code that the demonstration shows instead of sending it, or go on as before."""
    page.goto("/sign-in")
    session = (urlsplit(page.url).netloc, phone)
    if goes_on(page, session, "/my"):
        return
    check_screen(page)
    page.get_by_label("휴대전화 번호 또는 이메일").fill(phone)
    page.get_by_role("button", name="인증번호 받기").click()
    page.wait_for_url("**/code**")
    check_screen(page)
    page.get_by_label("인증번호 6자리").fill(newest_code(page))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/code" not in url)
    if page.url.partition("?")[0].endswith("/sign-in/whom"):
        tell_birth(page)
    keep(page, session)


def tell_birth(page: Page) -> None:
    """Type the birth date that the demonstration tells."""
    check_screen(page)
    told = re.search(r"\b(\d{8})\b", page.locator("main").inner_text())
    assert told
    page.get_by_label("돌봄 받는 분의 생년월일 8자리").fill(told[1])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def goes_on(page: Page, session: Session, home: str) -> bool:
    """Whether somebody who signed in before is still signed in; then their home is shown."""
    if session not in _sessions:
        return False
    cookies, root = _sessions[session].items(), f"http://{session[0]}/"
    page.context.add_cookies([{"name": name, "value": value, "url": root} for name, value in cookies])
    page.goto(home)
    check_screen(page)
    if "/sign-in" not in page.url:
        return True
    page.context.clear_cookies()
    page.goto("/sign-in/staff" if home == "/home" else "/sign-in")
    return False


def keep(page: Page, session: Session) -> None:
    check_screen(page)
    _sessions[session] = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}


def newest_code(page: Page) -> str:
    return newest_message(page, r"인증번호 (\d{6})")


def newest_message(page: Page, pattern: str) -> str:
    """What `pattern` finds in the newest messages that the demonstration shows, read in a window of its own."""
    window = page.context.new_page()
    window.goto("/demo/outbox")
    found = re.search(pattern, window.locator("main").inner_text())
    window.close()
    assert found is not None
    return found.group(1)


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def sign_in_to_desk_with(page: Page, heading: str, button: str = "") -> str:
    """Sign in to the co-operative whose desk has something under `heading`, with a button; returns the e-mail."""
    for person in staff():
        if person.role is not Role.COOPERATIVE or person.email == EXPIRED:
            continue
        sign_out(page)
        sign_in_staff(page, person.email)
        section = page.locator("section").filter(has=page.get_by_role("heading", name=heading, exact=True))
        if section.locator(".card").filter(has_text=button).count():
            expect(section).to_be_visible()
            return person.email
    raise LookupError(heading)
