"""The office pairs households, takes applications down, and keeps members, prices, staff and the record."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.people import AUDITOR, EXPIRED, OFFICE, newest_message, sign_in_staff
from tests.e2e.walking import choose, follow, go, menu, press, question, see, today, visit, write

NEW_PASSWORD = "망원동 골목길 산책 2026"


@pytest.fixture
def office(page: Page) -> Page:
    sign_in_staff(page, OFFICE)
    return page


def open_application(page: Page, dong: str) -> None:
    """The waiting application from this dong."""
    menu(page, "기다리는 일")
    waiting = page.locator("main li").filter(has_text=dong).filter(has_text="새 신청").first
    follow(page, re.compile("^담당 정하기"), within=waiting)


def test_pairs_with_a_suggested_coordinator(office: Page) -> None:
    open_application(office, "망원2동")
    suggested = question(office, "코디네이터").locator("label", has_text="추천: 이 동을 맡음").first
    suggested.click()
    press(office, "배정하기")
    see(office, "님이 담당하게 되었습니다.")


def test_pairs_with_another_for_a_reason(office: Page) -> None:
    open_application(office, "대흥동")
    question(office, "코디네이터").locator("label", has_text="추천하지 않음: 희망한 성별이 아님").first.click()
    press(office, "배정하기")
    see(office, "이유")
    expect(office).to_have_title(re.compile("^오류:"))
    write(office, "추천하지 않은 사람을 고른 이유", "이용자께 여쭈어 보니 괜찮다고 하셨습니다.")
    press(office, "배정하기")
    see(office, "님이 담당하게 되었습니다.")
    visit(office, "/households?state=paired&sort=opened&order=desc")
    go(office, office.locator("main tbody th a").first)
    see(office, "대흥동")
    follow(office, "담당 바꾸기")


def test_shows_where_else_to_go(office: Page) -> None:
    open_application(office, "염리동")
    follow(office, "연계하지 못함")
    write(office, "연계하지 못하는 이유", "입원하실 병원에서 고양이를 맡아 주기로 했습니다.")
    choose(office, "다음에 안내할 곳", "다른 기관")
    write(office, "기관 이름과 전화번호", "다산콜센터 02-120")
    press(office, "안내하고 마치기")
    see(office, "다음 안내할 곳을 적어 마쳤습니다.")


def test_takes_an_application_down_on_the_telephone(office: Page) -> None:
    menu(office, "신청 받아 적기")
    choose(office, "어떻게 받았습니까?", "전화")
    write(office, "받은 때", f"{today() - timedelta(days=1):%Y-%m-%d}T09:30")
    choose(office, "누구의 신청인가요?", "제 신청입니다")
    write(office, "이름", "여울")
    write(office, "생년월일 8자리", "1948 03 01")
    write(office, "주소", "성미산로 10")
    choose(office, "사시는 동", "연남동")
    choose(office, "혼자 사시나요?", "네, 혼자 삽니다")
    choose(office, "어떤 도움이 필요하세요?", "소수리")
    choose(office, "얼마나 급하세요?", "며칠 안에 필요합니다")
    for title in ("개인정보 수집·이용", "건강정보 처리", "협동조합에 제공"):
        choose(office, title, "동의합니다")
    press(office, "신청 접수하기")
    see(office, "신청을 접수했습니다. 접수번호는", "전화")


def test_a_member_whose_agreement_ended_gets_a_new_one(office: Page, open_window: OpenWindow) -> None:
    member = open_window()
    sign_in_staff(member, EXPIRED)
    menu(member, "빈자리")
    see(member, "지금은 새 자리를 낼 수 없습니다")
    register_agreement(office)
    visit(member, "/capacity/week")
    expect(member.locator("main")).not_to_contain_text("지금은 새 자리를 낼 수 없습니다")


def register_agreement(office: Page) -> None:
    menu(office, "회원 기관")
    row = office.get_by_role("row").filter(has_text="함께하는행복한돌봄")
    expect(row).to_contain_text("새 자리 없음")
    follow(office, re.compile("함께하는행복한돌봄"), within=row)
    see(office, "새 자리를 낼 수 없는 기관입니다")
    follow(office, "협약 등록하기")
    write(office, "목적", "2027년 돌봄 서비스")
    for label in ("맺은 날", "시작하는 날"):
        write(office, label, f"{today():%Y-%m-%d}")
    for label in ("끝나는 날", "보험이 끝나는 날"):
        write(office, label, f"{today() + timedelta(days=365):%Y-%m-%d}")
    write(office, "보험 증권 번호", "MP-2027-001")
    office.get_by_label("개인정보 처리 위탁 부속서가 있습니다").check()
    press(office, "협약 저장하기")
    see(office, "협약을 등록하였습니다.", "자리 낼 수 있음")


def test_a_registration_number_with_a_wrong_check_digit_is_refused(office: Page) -> None:
    menu(office, "회원 기관")
    follow(office, re.compile("울림두레"))
    follow(office, "기관 고치기")
    write(office, "사업자등록번호", "120-81-47522")
    press(office, "기관 저장하기")
    expect(office).to_have_title(re.compile("^오류:"))


def test_sets_a_price_that_begins_tomorrow(office: Page) -> None:
    menu(office, "서비스")
    follow(office, "청소")
    follow(office, "새 단가 넣기")
    write(office, "새 단가", "17,500")
    write(office, "시작하는 날", f"{today() + timedelta(days=1):%Y-%m-%d}")
    press(office, "새 단가 넣기")
    row = office.get_by_role("row").filter(has_text="17,500")
    expect(row).to_contain_text("시작 전")


def test_invites_somebody_who_opens_their_account(office: Page, open_window: OpenWindow) -> None:
    menu(office, "직원")
    follow(office, "직원 초대하기")
    write(office, "이름", "새봄")
    write(office, "이메일", "saebom@example.kr")
    choose(office, "역할", "돌봄코디네이터")
    press(office, "초대 보내기")
    see(office, "saebom@example.kr로 초대 메일을 보냅니다.", "답을 기다리는 초대")
    guest = open_window()
    visit(guest, newest_message(office, r"(/invitation/[\w-]+)"))
    write(guest, "새 비밀번호", NEW_PASSWORD)
    press(guest, "계정 열기")
    see(guest, "계정을 열었습니다.")
    sign_in_staff(guest, "saebom@example.kr", NEW_PASSWORD)
    expect(guest.get_by_role("heading", level=1)).to_have_text("오늘")


def test_reads_the_record(office: Page, open_window: OpenWindow) -> None:
    menu(office, "감사 기록")
    see(office, "누가 언제 무엇을 했는지, 누구의 정보를 보았는지 남깁니다.", "이서연")
    auditor = open_window()
    sign_in_staff(auditor, AUDITOR)
    see(auditor, "사람의 이름과 주소는 보이지 않고 횟수와 때만 보입니다.")
    expect(auditor.locator("main")).not_to_contain_text("이서연")


def test_sees_neighbours_worries_and_coordinators(office: Page) -> None:
    menu(office, "걱정 소식")
    menu(office, "코디네이터")
    follow(office, "최유진")
    menu(office, "빈자리 찾기")
    menu(office, "가구")
