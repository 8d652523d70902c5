"""A night without a sign of life: text, call, a neighbour at the door, 119, and what follows for the household."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.monitoring.alerts.states import Rung
from tests.e2e.conftest import OpenWindow
from tests.e2e.nights import Night, night_in
from tests.e2e.people import COORDINATOR, sign_in_staff
from tests.e2e.walking import choose, follow, go, press, see, today, visit, write

WATCHER, WATCHING = "watcher1@example.kr", "송미라"


@pytest.fixture
def night(address: str, folders: dict[str, Path], size: str) -> Iterator[Night]:
    assert address
    with night_in(folders[size]) as asked:
        yield asked


def test_from_silence_to_the_hospital(page: Page, open_window: OpenWindow, night: Night) -> None:
    """Turns that nobody takes end by the clock; one is led on by hand."""
    sign_in_staff(page, COORDINATOR)
    found = night("silence", COORDINATOR)
    visit(page, f"/alerts/{found}")
    see(page, "시간 넘게 신호가 없습니다")
    alert, given = page.url, page.locator(".lead strong").inner_text()[1:]
    entrust(page)
    visit(page, alert)
    see(page, "지금 할 일: 자동 문자나 전화", "답을 기다림", "24시간 관제 센터가 아닙니다")
    wait_for_turn(page, night, found, Rung.COORDINATOR)
    tell(page, "전화", "답이 없음", "벨만 울립니다")
    see(page, "살피는 중", "벨만 울립니다")
    reach_the_door(page, night, found)
    follow(page, re.compile("찾아갈 곳 보기|119에 알릴 내용"))
    see(page, "119에 알릴 내용", "들어가는 방법")
    knock(open_window(), given)
    visit(page, alert)
    see(page, WATCHING, "불이 켜져 있는데 대답이 없음")
    nobody_knows(page)
    press(page, "다음 차례로")
    see(page, "지금 할 일: 비상 연락처")
    wait_for_turn(page, night, found, Rung.RESCUE)
    write(page, "언제 돌아오십니까?", str(today() + timedelta(days=7)))
    tell(page, "경찰·소방과 문을 엶", "본인을 직접 봄", "욕실에서 넘어져 계심", then="입원함")
    see(page, "마친 경보입니다", "입원함", "이어서 할 일", "돌봄을 멈출지 정하고")
    follow(page, "돌봄 멈추기")
    write(page, "멈추는 이유", "넘어져 입원하심")
    press(page, "돌봄 멈추기")
    see(page, "넘어져 입원하심")


def wait_for_turn(page: Page, night: Night, alert: str, rung: Rung) -> None:
    """Nobody acts until it is this one's turn."""
    assert night("pass", alert) == rung.value
    visit(page, f"/alerts/{alert}")
    see(page, f"지금 할 일: {rung.words}")


def reach_the_door(page: Page, night: Night, alert: str) -> None:
    """Past the deputy, who is skipped while nobody is there but whoever is on call."""
    if (rung := night("pass", alert)) == Rung.DEPUTY.value:
        wait_for_turn(page, night, alert, Rung.DOOR)
    else:
        assert rung == Rung.DOOR.value
        visit(page, f"/alerts/{alert}")
        see(page, f"지금 할 일: {Rung.DOOR.words}")


def entrust(page: Page) -> None:
    """A neighbour who watches over the household, with the consent that it takes."""
    follow(page, re.compile("^가구 20"))
    follow(page, re.compile("이웃지킴이에게 맡기기|맡은 이웃지킴이"))
    if page.get_by_role("cell", name=WATCHING).count():
        return
    own = page.url
    if page.get_by_role("link", name="동의 여쭙고 적기").count():
        follow(page, "동의 여쭙고 적기")
        press(page, "동의로 바꾸기", within=page.locator("tr").filter(has_text="이웃지킴이"))
        visit(page, own)
    page.get_by_label("누구에게 맡깁니까?").select_option(label=WATCHING)
    choose(page, "어떻게 살핍니까?", "찾아가기")
    choose(page, "얼마나 자주입니까?", "한 주에 한 번")
    write(page, "무엇을 합니까?", "문을 두드려 안부를 여쭘")
    write(page, "언제까지 합니까?", str(today() + timedelta(days=30)))
    press(page, "맡기기")
    see(page, "이웃지킴이에게 맡겼습니다.")


def knock(page: Page, given: str) -> None:
    """The neighbour, who sees but the first name, goes there and tells what they found in three taps."""
    sign_in_staff(page, WATCHER)
    urgent = page.locator("main li").filter(has_text=given).filter(has_text=re.compile("지금 (가|전화해) 주십시오"))
    go(page, urgent.get_by_role("link").first)
    see(page, "안부가 확인되지 않았습니다", "24시간 관제 센터가 아닙니다")
    choose(page, "어떠셨습니까?", "만나지 못했습니다")
    write(page, "남길 말", "불이 켜져 있는데 대답이 없음")
    press(page, "알리기")
    see(page, "적었습니다.")


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
