"""One application through all hands: sent, paired, planned, referred, accepted, booked; then a helper comes, more is
asked for, and a stay in hospital calls everything off.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.applying import apply_for_oneself
from tests.e2e.caring import GOAL, assess, draft_plan
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import COORDINATOR, OFFICE, ULLIM, sign_in_resident, sign_in_staff
from tests.e2e.walking import choose, follow, go, menu, press, question, see, seek, visit, write

NAME, PHONE = "노을찬", "010-0000-7101"
HELPER, HELPERS_PHONE = "노하루", "010-0000-7102"
ORGANISATION = "울림두레돌봄사회적협동조합"


def pair(page: Page, number: str) -> None:
    """The office gives the application to the coordinator of the dong."""
    sign_in_staff(page, OFFICE)
    menu(page, "기다리는 일")
    follow(page, re.compile("^담당 정하기"), within=page.locator("main li").filter(has_text=number))
    question(page, "코디네이터").locator("label", has_text="최유진").click()
    press(page, "배정하기")
    see(page, "최유진 님이 담당하게 되었습니다.")


def assess_and_plan(page: Page) -> None:
    sign_in_staff(page, COORDINATOR)
    open_household(page)
    follow(page, "욕구 확인")
    assess(page)
    draft_plan(page)


def agree(page: Page) -> None:
    """The resident reads the plan and agrees."""
    sign_in_resident(page, PHONE)
    follow(page, re.compile("^돌봄 계획 보고 동의하기"))
    see(page, GOAL)
    press(page, "계획에 동의하기")
    see(page, "계획에 동의하셨습니다.")


def refer(page: Page) -> str:
    """To a free time of the co-operative; returns the number of the referral."""
    open_household(page)
    follow(page, re.compile("^연계하기"))
    offered = page.get_by_role("button", name=re.compile(f"^연계하기.*{ORGANISATION}"))
    if not offered.filter(visible=True).count():
        page.locator("main details").filter(has_text=ORGANISATION).first.locator("summary").click()
    go(page, offered.filter(visible=True).first)
    see(page, "연계했습니다.")
    found = re.search(r"\d{4}-\d{6}", page.get_by_role("heading", level=1).inner_text())
    assert found is not None
    return found.group()


def accept(page: Page, number: str) -> None:
    sign_in_staff(page, ULLIM)
    see(page, "답할 연계")
    press(page, re.compile(f"^수락하기 .*{number}"))
    see(page, "연계를 수락했습니다.")


def book(page: Page, number: str) -> None:
    visit(page, "/today")
    follow(page, re.compile("^예약하기"), within=page.locator(".agenda-item").filter(has_text=number))
    press(page, re.compile("^예약하기"))
    see(page, "예약했습니다. 이용자께")


def open_household(page: Page) -> None:
    seek(page, "ㄴㅇㅊ")
    follow(page, "노*찬")


def let_help(page: Page) -> None:
    """The coordinator heard from the resident who may look after the visits."""
    open_household(page)
    follow(page, "도와주는 분 정하기")
    write(page, "도와주는 분 이름", HELPER)
    write(page, "어떤 사이입니까?", "조카")
    write(page, "도와주는 분 휴대전화", HELPERS_PHONE)
    choose(page, "본인이 동의한 일", "보고, 방문을 확인하고")
    write(page, "본인이 어떻게 동의했습니까?", "오늘 전화로 함께 여쭈었습니다.")
    press(page, "열어 드리기")
    see(page, f"{HELPER} 님에게 열어 드렸습니다.")


def help_with_the_visit(page: Page) -> None:
    """Signed in with their own number, the helper sees the care of the other and does what was agreed."""
    sign_in_resident(page, HELPERS_PHONE)
    see(page, f"{NAME} 님의 돌봄입니다", "다음 방문", ORGANISATION)
    expect(page.get_by_role("link", name=re.compile("^동의한 내용"))).to_have_count(0)
    press(page, "오셔도 됩니다")


def ask_for_more(page: Page) -> None:
    follow(page, re.compile("^다른 도움 부탁하기"))
    choose(page, "어떤 도움입니까?", "소수리")
    write(page, "하고 싶은 말씀", "현관문이 잘 닫히지 않습니다.")
    press(page, "부탁 보내기")
    see(page, "소수리", "현관문이 잘 닫히지 않습니다.")


def answer(page: Page) -> None:
    visit(page, "/today")
    follow(page, "읽고 답하기", within=page.locator(".agenda-item").filter(has_text="노*찬"))
    see(page, "현관문이 잘 닫히지 않습니다.")
    write(page, "이용자께 드릴 답", "다음 주부터 넣어 보겠습니다.")
    press(page, "답 보내기")


def go_to_hospital(page: Page) -> None:
    """The hold names what it calls off."""
    open_household(page)
    follow(page, "돌봄 멈추기")
    see(page, "멈추면 함께 멈추는 것", ORGANISATION)
    write(page, "멈추는 이유", "무릎 수술로 입원하십니다.")
    press(page, "돌봄 멈추기")
    see(page, "멈춘 가구입니다")


@pytest.mark.parametrize("size", ["phone"])
def test_from_the_application_to_the_visit(open_window: OpenWindow) -> None:
    resident, office, coordinator, cooperative = (open_window() for _ in range(4))
    application = apply_for_oneself(resident, NAME, PHONE)
    pair(office, application)
    assess_and_plan(coordinator)
    agree(resident)
    referral = refer(coordinator)
    accept(cooperative, referral)
    book(coordinator, referral)
    visit(resident, "/my")
    see(resident, "다음 방문", "청소", ORGANISATION, "최유진")
    let_help(coordinator)
    help_with_the_visit(open_window())
    visit(coordinator, "/visits")
    see(coordinator, "이용자 확인")
    visit(cooperative, "/visits")
    see(cooperative, "이용자 확인")
    ask_for_more(resident)
    answer(coordinator)
    visit(resident, "/my")
    see(resident, "오셔도 된다고 답하셨습니다")
    follow(resident, re.compile("^다른 도움"))
    see(resident, "다음 주부터 넣어 보겠습니다.")
    go_to_hospital(coordinator)
    visit(cooperative, "/visits?past=1")
    visit(resident, "/my")
    see(resident, "돌봄을 잠시 멈추었습니다.")


def test_what_was_typed_is_still_there_after_a_wrong_turn(page: Page) -> None:
    sign_in_staff(page, COORDINATOR)
    seek(page, "ㅇㅇㅈ")
    follow(page, "이*자")
    follow(page, "전화 기록")
    write(page, "나눈 이야기", "무릎이 나아지고 있다고 하십니다.")
    press(page, "연락 저장하기")
    see(page, "연락한 결과를 골라 주십시오.", "무릎이 나아지고 있다고 하십니다.")
