"""Somebody asks that what is wrong about them be put right; the office does it and answers."""

import re

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenWindow
from tests.e2e.people import OFFICE, RESIDENT, sign_in_resident, sign_in_staff
from tests.e2e.walking import choose, follow, menu, press, see, visit, write

WRONG, ANSWER = "강아지는 봄에 딸네로 갔습니다.", "말씀하신 대로 고쳤습니다. 알려 주셔서 고맙습니다."


@pytest.mark.parametrize("size", ["phone"])
def test_from_asking_to_the_answer(page: Page, open_window: OpenWindow) -> None:
    sign_in_resident(page, RESIDENT)
    number = ask_for_correction(page)
    office = open_window()
    sign_in_staff(office, OFFICE)
    menu(office, "개인정보 요구")
    follow(office, number)
    see(office, WRONG)
    address = office.url
    put_right(office)
    visit(office, address)
    follow(office, "답하기")
    see(office, "요구를 받은 뒤에 고친 것")
    choose(office, "어떻게 답합니까?", "들어드리기로 답했습니다")
    write(office, "요구하신 분께 드릴 답", ANSWER)
    press(office, "답하기")
    see(office, "들어드림")
    page.reload()
    see(page, "들어드림", ANSWER)
    letter = page.request.get(str(page.get_by_role("link", name=re.compile("^답 편지 보기")).get_attribute("href")))
    assert letter.body().startswith(b"%PDF")


def ask_for_correction(page: Page) -> str:
    """Leaves the request open; returns its number as it is said."""
    visit(page, "/my/rights")
    follow(page, re.compile("^틀린 것 고치기"))
    page.get_by_label("무엇이 틀렸습니까?").select_option(label="반려동물")
    press(page, "요구 보내기")
    see(page, "무엇을 바라시는지 적어 주십시오.")
    write(page, "하고 싶은 말씀", WRONG)
    press(page, "요구 보내기")
    see(page, "요구를 받았습니다.", "까지 답합니다", WRONG)
    return page.locator(".number-box strong").inner_text()


def put_right(page: Page) -> None:
    follow(page, re.compile("^고치기 반려동물"))
    write(page, "함께 사는 동물", "없음")
    write(page, "어떻게 알았습니까?", "본인이 고쳐 달라고 하심")
    press(page, "바꾸기")
