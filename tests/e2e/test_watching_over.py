"""What watches over people: a device from its installation to its return, and what a coordinator asks and looks for."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from portal.core import clock
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import COORDINATOR, OFFICE, sign_in_staff
from tests.e2e.walking import choose, follow, go, press, see, visit, write

SERIAL, SUPPLIER = "DO-9001", "누리돌봄기기"


@pytest.mark.parametrize("size", ["desk"])
def test_a_device_from_installation_to_return(page: Page, open_window: OpenWindow) -> None:
    sign_in_staff(page, COORDINATOR)
    order(page)
    follow(page, "설치 적기")
    write(page, "기기 번호", SERIAL)
    write(page, "어디에 두었습니까?", "현관")
    write(page, "누가 설치했습니까?", "")
    press(page, "설치 적기")
    see(page, "설치한 사람을 적어 주십시오.")
    write(page, "누가 설치했습니까?", "최유진")
    press(page, "설치 적기")
    press(page, "시험 마치기")
    see(page, "설치한 뒤에 들어온 신호가 아직 없습니다.")
    office = open_window()
    sign_in_staff(office, OFFICE)
    bring_in_signal(office)
    press(page, "시험 마치기")
    see(page, "지금부터 이 기기로 살핍니다.", "살피는 중", "문을 여닫음")
    choose(page, "무엇이 되었습니까?", "돌려받았습니다")
    press(page, "생긴 일 적기")
    see(page, "돌려받음")
    expect(page.get_by_role("heading", name="기기에 생긴 일")).to_have_count(0)


def order(page: Page) -> None:
    """For the first household that is watched already, whose person agreed to it."""
    visit(page, "/devices")
    go(page, page.locator("main tbody th a").first)
    follow(page, "안부 살핌")
    follow(page, "기기 적기")
    choose(page, "무엇으로 살핍니까?", "문 열림 감지기")
    supplier = page.get_by_label("공급처")
    supplier.select_option(supplier.locator("option", has_text=SUPPLIER).inner_text())
    press(page, "기기 적기")
    see(page, "주문함")


def bring_in_signal(page: Page) -> None:
    at = clock.now().astimezone(clock.SEOUL)
    table = f"신호 번호,기기 번호,때,종류,값\ndoor-1,{SERIAL},{at:%Y-%m-%d %H:%M:%S},door,\n"
    visit(page, "/signals/file")
    page.get_by_label("공급처").select_option(label=SUPPLIER)
    file = FilePayload(name="signals.csv", mimeType="text/csv", buffer=table.encode())
    page.get_by_label("신호가 든 파일").set_input_files([file])
    press(page, "가져오기")
    see(page, "받음 1개")


@pytest.mark.parametrize("size", ["phone"])
def test_a_coordinator_sees_what_is_due_asks_and_looks_for_others(page: Page) -> None:
    sign_in_staff(page, COORDINATOR)
    visit(page, "/monitoring/duties?view=open")
    go(page, page.locator("main tbody th a").first)
    see(page, "할 일과 지난 일")
    screen(page)
    walk(page)


def screen(page: Page) -> None:
    """The first household that was ever asked: question by question, then looked over once and kept."""
    visit(page, "/screenings")
    go(page, page.locator("main tbody th a").first)
    follow(page, re.compile("점검하기|이어서 묻기"))
    press(page, "다음 문항")
    see(page, "답을 골라 주십시오.")
    while page.get_by_role("button", name="다음 문항").count():
        page.get_by_label("아니요").check()
        press(page, "다음 문항")
    see(page, "답 확인하고 저장")
    choose(page, "어떻게 물었습니까?", "만나서")
    press(page, "점검 저장하기")
    see(page, "점검을 저장했습니다.", "답의 변화")


def walk(page: Page) -> None:
    """Three taps: a door, what was found, kept."""
    visit(page, "/surveys")
    go(page, page.locator("main tr").filter(has_text="진행 중").locator("th a").first)
    follow(page, "찾아갈 곳 보기")
    doors = doors_left(page)
    follow(page, re.compile("^찾아감"))
    choose(page, "찾아가 보니 어땠습니까?", "만났고 잘 지내십니다")
    press(page, "결과 남기기")
    see(page, "적었습니다. 다음 곳으로 가십시오.")
    assert doors_left(page) == doors - 1


def doors_left(page: Page) -> int:
    """As the head of the list says: 망원1동 · 12곳."""
    found = re.search(r"(\d+)곳", page.locator(".lead").first.inner_text())
    assert found
    return int(found.group(1))
