"""A passkey of Chromium's virtual authenticator: added beside the authenticator app, and signed in by."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from portal.demo.staff import PASSWORD
from tests.e2e.conftest import OpenWindow

pytestmark = pytest.mark.browser
WORKER = "medical@example.kr"
"""Signs in nowhere else, because whoever has a second factor is asked for it from then on."""
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def plug_in(page: Page) -> None:
    """Give the window a key that answers every touch."""
    developer = page.context.new_cdp_session(page)
    developer.send("WebAuthn.enable")
    developer.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def type_password(page: Page, place: str, email: str) -> None:
    page.goto(f"{place}/sign-in/staff")
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="로그인하기").click()


def bind_authenticator(page: Page, place: str) -> None:
    page.goto(f"{place}/account/authenticator")
    page.get_by_text("그림을 찍을 수 없어요").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("앱에 보이는 번호 6자리").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="앱 등록하기").click()
    expect(page).to_have_url(re.compile("recovery-codes"))


def test_is_added_and_signs_in(open_window: OpenWindow, address: str) -> None:
    place = address.replace("127.0.0.1", "localhost")  # an address in numbers has no passkeys
    page, email = open_window(), WORKER
    plug_in(page)
    type_password(page, place, email)
    bind_authenticator(page, place)
    page.goto(f"{place}/account/passkeys")
    page.get_by_label("패스키 이름").fill("사무실 노트북")
    page.get_by_role("button", name="패스키 등록하기").click()
    expect(page.get_by_role("rowheader", name="사무실 노트북")).to_be_visible()

    page.context.clear_cookies()
    type_password(page, place, email)
    page.get_by_role("button", name="패스키로 로그인").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    page.goto(f"{place}/account/passkeys")
    expect(page.get_by_role("row", name="사무실 노트북")).not_to_contain_text(" - ")


def test_without_scripts_the_authenticator_stays(open_window: OpenWindow, address: str) -> None:
    place = address.replace("127.0.0.1", "localhost")
    page, email = open_window(java_script_enabled=False), WORKER
    type_password(page, place, email)
    expect(page.get_by_role("button", name="패스키로 로그인")).to_be_hidden()
    expect(page.get_by_label("인증번호 6자리")).to_be_visible()
