"""The office writes new rules for a programme, sees what differs, lets them count, and takes over a table."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.people import AUDITOR, OFFICE, sign_in_staff
from tests.e2e.walking import choose, follow, menu, press, see, today, unfold, write


@pytest.fixture
def office(page: Page) -> Page:
    sign_in_staff(page, OFFICE)
    return page


@pytest.mark.parametrize("size", ["desk"])
def test_writes_compares_and_publishes_new_rules(office: Page, open_window: OpenWindow) -> None:
    menu(office, "지원 사업")
    follow(office, "성동구 돌봄SOS")
    see(office, "1,800,000원", "설립 문서", "출처 없음: 설정값")
    follow(office, "새 판 쓰기")
    write(office, "시작하는 날", (today() + timedelta(days=30)).isoformat())
    press(office, "새 판 만들기")
    write(office, "한 사람의 한 해 한도", "2,000,000")
    choose(office, "지원하는 서비스", "청소")
    unfold(office, "하지 못한 방문의 값")
    write(office, "늦게 취소했을 때", "120")
    press(office, "규칙 저장하기")
    see(office, "0에서 100 사이로 적어 주십시오.")
    write(office, "늦게 취소했을 때", "50")
    press(office, "규칙 저장하기")
    see(office, "2,000,000원", "사무국이 정함", "늦게 취소함: 값의 50%")
    follow(office, "앞 판과 견주기")
    see(office, "1,800,000원", "2,000,000원", "바뀌지 않은 규칙 보기")
    office.go_back()
    follow(office, "발행하기")
    press(office, "발행하기")
    see(office, "시작 전")
    expect(office.locator("main").get_by_role("link", name="규칙 고치기")).to_have_count(0)
    auditor = open_window()
    sign_in_staff(auditor, AUDITOR)
    menu(auditor, "지원 사업")
    follow(auditor, "성동구 돌봄SOS")
    expect(auditor.locator("main").get_by_role("link", name="새 판 쓰기")).to_have_count(0)


@pytest.mark.parametrize("size", ["desk"])
def test_takes_over_a_table_and_takes_it_back(office: Page, tmp_path: Path) -> None:
    menu(office, "지원 사업")
    follow(office, "기준표 보기")
    follow(office, "기준 중위소득 가져오기")
    table = tmp_path / "중위소득.csv"
    table.write_bytes("연도,가구원 수,월 금액\n2028,1,이백만\n".encode("cp949"))
    office.get_by_label("표가 든 파일").set_input_files(table)
    press(office, "표 읽어 보기")
    see(office, "잘못된 줄이 있어 가져올 수 없습니다", "월 금액을 1원부터 1억 원까지의 숫자로 적어 주십시오.")
    follow(office, "다른 파일 고르기")
    table.write_bytes("연도,가구원 수,월 금액\n2028,1,2900000\n".encode("cp949"))
    office.get_by_label("표가 든 파일").set_input_files(table)
    press(office, "표 읽어 보기")
    press(office, "표 가져오기")
    see(office, "2,900,000", "중위소득.csv")
    press(office, "되돌리기", within=office.get_by_role("row").filter(has_text="중위소득.csv"))
    see(office, "가져온 표를 되돌렸습니다.")
    expect(office.get_by_text("2,900,000")).to_have_count(0)
