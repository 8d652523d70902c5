"""A night without a sign of life: text, call, door, 119, and what follows for the household."""

import re

from playwright.sync_api import Page

from tests.e2e.people import COORDINATOR, sign_in_staff
from tests.e2e.walking import choose, follow, press, see, visit, write


def test_from_silence_to_the_hospital(page: Page) -> None:
    sign_in_staff(page, COORDINATOR)
    open_silence(page)
    see(page, "지금 할 일: 자동 문자나 전화", "답을 기다림", "24시간 관제 센터가 아닙니다")
    tell(page, "전화", "답이 없음", "벨만 울립니다")
    see(page, "살피는 중", "벨만 울립니다")
    for turn in ("담당자 전화", "다른 담당자 전화", "찾아가서 확인"):
        press(page, "다음 차례로")
        see(page, f"지금 할 일: {turn}")
    follow(page, re.compile("찾아갈 곳 보기|119에 알릴 내용"))
    see(page, "119에 알릴 내용", "들어가는 방법")
    page.go_back()
    nobody_knows(page)
    for turn in ("비상 연락처", "119·112"):
        press(page, "다음 차례로")
        see(page, f"지금 할 일: {turn}")
    tell(page, "경찰·소방과 문을 엶", "본인을 직접 봄", "욕실에서 넘어져 계심", then="입원함")
    see(page, "마친 경보입니다", "입원함")
    follow(page, "돌봄 멈추기")
    write(page, "멈추는 이유", "넘어져 입원하심")
    press(page, "돌봄 멈추기")
    see(page, "넘어져 입원하심")


def open_silence(page: Page) -> None:
    """The alert that the sweep raised of a home that has been silent since yesterday.

    Where a colleague has called there and ended it, one by hand of the first household that nobody looks for yet.
    """
    visit(page, "/alerts?rung=text")
    for address in addresses(page, "tr[id] th a"):
        visit(page, address)
        if page.get_by_text("시간 넘게 신호가 없습니다").count():
            return
    visit(page, "/households")
    for address in addresses(page, "tr[data-row] th a"):
        visit(page, address)
        if page.get_by_role("link", name="안부 살피기 시작").count():
            break
    follow(page, "안부 살피기 시작")
    write(page, "왜 살펴야 합니까?", "옆집에서 이틀째 불이 꺼져 있다고 전화함")
    choose(page, "얼마나 급합니까?", "위험")
    press(page, "살피기 시작")


def addresses(page: Page, links: str) -> list[str]:
    return [link.get_attribute("href") or "" for link in page.locator(links).all()]


def tell(page: Page, means: str, result: str, note: str, *, then: str = "계속 살핍니다") -> None:
    choose(page, "어떻게 살폈습니까?", means)
    choose(page, "어떻게 되었습니까?", result)
    write(page, "남길 말", note)
    choose(page, "이제 어떻게 합니까?", then)
    press(page, "살핀 일 적기")


def nobody_knows(page: Page) -> None:
    """What is unclear ends nothing: it is refused with what was typed, then the alert goes on."""
    tell(page, "찾아감", "확실하지 않음", "안에서 소리가 남", then="무사함")
    see(page, "확실히 알지 못하면 마칠 수 없습니다.", "안에서 소리가 남")
    choose(page, "이제 어떻게 합니까?", "계속 살핍니다")
    press(page, "살핀 일 적기")
    see(page, "지금 할 일: 찾아가서 확인")
