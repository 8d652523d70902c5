"""How the people of the demonstration sign in, as they would by hand."""

import re

from playwright.sync_api import Page

from portal.demo.staff import PASSWORD

OFFICE, APPROVER = "office@example.kr", "approver@example.kr"
COORDINATOR = "coordinator1@example.kr"
COOPERATIVE = "ullim@example.kr"
AUDITOR = "auditor@example.kr"
RESIDENT = "010-0000-1001"


def sign_in_staff(page: Page, email: str) -> None:
    """Sign in with e-mail and password; ends on the home of the role."""
    page.goto("/sign-in/staff")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="로그인하기").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def sign_in_resident(page: Page, phone: str) -> None:
    """Sign in with the code that the demonstration shows instead of sending it."""
    page.goto("/sign-in")
    page.locator("input[name=contact]").fill(phone)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/code**")
    page.locator("input[autocomplete=one-time-code]").fill(newest_code(page))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/code" not in url)


def newest_code(page: Page) -> str:
    """The six digits of the newest message, read in a window of its own."""
    window = page.context.new_page()
    window.goto("/demo/outbox")
    found = re.search(r"인증번호 (\d{6})", window.content())
    window.close()
    assert found is not None
    return found.group(1)
