"""The money of one household and of one month: eligible, planned, booked, visited, settled, approved, on paper."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.demo.accounts import resident_numbers
from portal.demo.consortium import entries
from portal.demo.staff import staff
from tests.e2e.applying import agree_to_all, number_on, tell_needs, tell_who
from tests.e2e.caring import assess, draft_plan
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import COORDINATOR, OFFICE, ULLIM, sign_in_resident, sign_in_staff
from tests.e2e.screen import check_screen
from tests.e2e.server import demonstration
from tests.e2e.walking import choose, follow, go, menu, press, question, see, seek, unfold, visit, write
from tests.unit.documents.reading import text_of

NAME, PHONE = "해나루", "010-0000-7501"
UNRECORDED = resident_numbers()["late-answer"]
"""Whose visit of yesterday waits for its record."""
pytestmark = pytest.mark.parametrize("size", ["desk"])
PROGRAMME, CHEAPER = "마포 1인가구 돌봄 컨소시엄", "마포 돌봄SOS (예시)"
"""Both would pay; the one where the person pays less is chosen."""
DISPUTED = "적힌 시간보다 30분 짧았습니다."


@pytest.fixture(scope="module")
def serve(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Demonstrations of their own: the last month's statements are led on to their end."""
    addresses: dict[str, str] = {}
    with ExitStack() as servers:

        def address_of(size: str) -> str:
            if size not in addresses:
                folder = tmp_path_factory.mktemp(f"demonstration-money-{size}")
                addresses[size] = servers.enter_context(demonstration(seeded, folder))
            return addresses[size]

        yield address_of


@dataclass(frozen=True)
class People:
    """A window for everybody who has to do with it."""

    resident: Page
    office: Page
    coordinator: Page


def apply(page: Page) -> str:
    """All steps of the application; before it is sent, it says whether a programme helps. Returns its number."""
    visit(page, "/apply")
    choose(page, "누구의 신청인가요?", "제 신청입니다")
    press(page, "시작하기")
    tell_needs(page)
    agree_to_all(page)
    tell_who(page, NAME, "19610317", PHONE)
    see(page, "받을 수 있는 도움", PROGRAMME, "확인이 더 필요합니다", "이 결과는 보내기 전까지 저장하지 않습니다.")
    press(page, "신청서 보내기")
    return number_on(page)


def pair(page: Page, number: str) -> None:
    """The office reads what eligibility the application was sent with."""
    sign_in_staff(page, OFFICE)
    menu(page, "기다리는 일")
    follow(page, re.compile("^담당 정하기"), within=page.locator("main li").filter(has_text=number))
    see(page, "지원 대상인지", "확인 필요")
    question(page, "코디네이터").locator("label", has_text="최유진").click()
    press(page, "배정하기")


def open_household(page: Page) -> None:
    seek(page, "ㅎㄴㄹ")
    follow(page, "해*루")


def verify_income(page: Page) -> None:
    """The coordinator sees what a verified band changes before keeping it."""
    open_household(page)
    follow(page, "자세히 보고 고치기")
    see(page, "아직 확인한 소득 구간이 없습니다.")
    follow(page, "소득 구간 적기")
    choose(page, "소득 구간", "기준 중위소득 85% 이하")
    choose(page, "어떻게 확인했습니까?", "증명서를 보고 확인")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("button", name="구간 저장하기")).to_be_visible()
    check_screen(page)
    press(page, "구간 저장하기")
    see(page, "증명서를 보고 확인")


def plan(page: Page) -> None:
    """Assessed, written, agreed: each line says who pays."""
    open_household(page)
    follow(page, "욕구 확인")
    assess(page)
    draft_plan(page)
    choose(page, "어떻게 합의했습니까?", "만나서 합의")
    press(page, "합의로 저장하기")
    see(page, "합의한 계획으로 저장했습니다.", CHEAPER)


def book(page: Page) -> None:
    """The booking card tells price, shares and what is left before the time is asked for."""
    open_household(page)
    follow(page, re.compile("^연계하기"))
    see(page, "한 번 이용하면", "본인 부담", "사업이 냄", "남은 지원", "이용 전")
    go(page, page.get_by_role("button", name=re.compile("^연계하기")).first)
    number = re.search(r"\d{4}-\d{6}", page.get_by_role("heading", level=1).inner_text())
    organisation = next(each["name"] for each in entries() if each["name"] in page.locator("main").inner_text())
    assert number is not None
    accept(page, organisation, number.group())


def accept(page: Page, organisation: str, number: str) -> None:
    cooperative = page.context.browser.new_page(base_url=origin(page), locale="ko-KR")  # type: ignore[union-attr]
    sign_in_staff(cooperative, email_of(organisation))
    press(cooperative, re.compile(f"^수락하기 .*{number}"))
    cooperative.close()
    visit(page, "/today")
    follow(page, re.compile("^예약하기"), within=page.locator(".agenda-item").filter(has_text=number))
    press(page, re.compile("^예약하기"))
    see(page, "예약했습니다.")


def origin(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def email_of(organisation: str) -> str:
    """Somebody who works for the co-operative of this name."""
    code = next(each["code"] for each in entries() if each["name"] == organisation)
    return next(person.email for person in staff() if person.organisation == code)


def test_from_the_application_to_what_is_left(open_window: OpenWindow) -> None:
    people = People(open_window(), open_window(), open_window())
    number = apply(people.resident)
    pair(people.office, number)
    sign_in_staff(people.coordinator, COORDINATOR)
    verify_income(people.coordinator)
    plan(people.coordinator)
    book(people.coordinator)
    sign_in_resident(people.resident, PHONE)
    see(people.resident, "내가 낼 돈", "올해 남은 지원", "올해 내 지원")
    follow(people.resident, re.compile("^무엇에 썼는지 보기"))
    see(people.resident, CHEAPER, "앞으로 올 방문", "청소")


def test_a_recorded_visit_becomes_due(open_window: OpenWindow) -> None:
    resident, cooperative = open_window(), open_window()
    sign_in_resident(resident, UNRECORDED)
    visit(resident, "/support/mine")
    see(resident, "앞으로 올 방문", "세탁")
    used = resident.locator("section", has=resident.get_by_role("heading", name="이용한 방문")).locator("li")
    before = used.count()
    record_laundry(cooperative)
    resident.reload()
    check_screen(resident)
    expect(used).to_have_count(before + 1)


def record_laundry(page: Page) -> None:
    """By whichever co-operative has the visit."""
    for organisation in (each for each in entries() if "laundry" in each["services"]):
        page.context.clear_cookies()
        sign_in_staff(page, email_of(organisation["name"]))
        card = page.locator(".card").filter(has_text="세탁").filter(has=page.get_by_role("link", name="기록하기"))
        if card.count():
            follow(page, re.compile("^기록하기"), within=card.first)
            choose(page, "한 일", "정해진 일을 모두 했습니다")
            choose(page, "이용자 확인", "그 자리에서 확인하셨습니다")
            page.get_by_role("button", name="기록 보내기").click()
            see(page, "접수되었습니다")
            return
    raise AssertionError("no co-operative has a laundry to record")


def test_a_statement_from_the_dispute_to_the_paper(open_window: OpenWindow) -> None:
    member, office = open_window(), open_window()
    sign_in_staff(member, ULLIM)
    menu(member, "정산")
    row = member.get_by_role("row").filter(has_text="작성 중")
    number = re.search(r"\d{4}-\d{6}", row.first.inner_text())
    assert number is not None
    follow(member, re.compile(r"\d{4}년 \d+월"), within=row.first)
    dispute(member)
    press(member, "내용 확인하기")
    press(member, "사무국에 제출")
    statement = member.url
    words = approve(office, statement)
    paper(office, number.group(), words)


def dispute(page: Page) -> None:
    """One line is held with a reason and who must act; the rest goes on."""
    follow(page, re.compile("^이의 적기"))
    write(page, "무엇이 맞지 않습니까", DISPUTED)
    choose(page, "누가 확인해야 합니까", "코디네이터")
    press(page, "이 줄 보류하기")
    see(page, DISPUTED, "보류한 줄")


def approve(page: Page, statement: str) -> str:
    """In two clicks, by somebody who did not draw it up; returns the total in figures and words."""
    sign_in_staff(page, OFFICE)
    visit(page, statement)
    follow(page, "승인하기")
    words = re.search(r"금[\d,]+원\(금[가-힣]+원\)", page.locator("main").inner_text())
    assert words is not None
    press(page, "승인하기")
    see(page, "승인")
    return words.group()


def paper(page: Page, number: str, words: str) -> None:
    """The PDF says the same as the screen; why it was taken away is asked and kept."""
    follow(page, "파일 받기")
    choose(page, "어떤 파일", "PDF 문서")
    choose(page, "왜 받습니까", "보관하려고")
    with page.expect_download() as download:
        page.locator("main").get_by_role("button", name="파일 받기").click()
    data = Path(download.value.path()).read_bytes()
    text = text_of(data)
    assert data.startswith(b"%PDF-")
    assert number in text
    assert words in text.replace(" ", "")


def test_the_office_sees_where_the_money_went(open_window: OpenWindow) -> None:
    page = open_window()
    sign_in_staff(page, OFFICE)
    menu(page, "지원금 현황")
    see(page, "쓴 지원금", "연말까지 어림", "마감한 뒤 바뀐 달이 있습니다")
    follow(page, "서비스별")
    row = page.get_by_role("row").filter(has_text="청소").first
    figure = row.get_by_role("link").nth(1)
    amount = re.sub(r"[^\d,]", "", figure.inner_text())
    go(page, figure)
    expect(page.locator(".figures")).to_contain_text(amount)
    close_last_month(page)


def close_last_month(page: Page) -> None:
    """Frozen as it is: from now on a change would show as a restatement."""
    visit(page, "/figures/months")
    row = page.get_by_role("row").filter(has_text="마감할 수 있음").first
    go(page, row.get_by_role("link").first)
    press(page, re.compile("마감하기$"))
    see(page, "마감했습니다. 뒤에 바뀌는 것은 정정으로 남습니다.", "마감함")
    unfold(page, "기관별 숫자 보기")
    check_screen(page)
