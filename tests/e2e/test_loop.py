"""What visits teach reaches the meeting, the manual and the people: walked by four of them, and by the clock."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from portal.core.targets import Targets
from tests.e2e.people import APPROVER, COORDINATOR, SECOND, sign_in_staff
from tests.e2e.server import run_job, served
from tests.e2e.walking import choose, follow, go, press, see, today, unfold, visit, write

SERVICE, MEMBER, MANUAL = "세탁", "백의민족", "세탁 서비스 업무 매뉴얼"
WORKER, DECIDED = "baegui@example.kr", "빠지던 단계를 둘이 함께 한다."
VISITS = 4
"""On three of them the step is left out, the last one is under way when the edition changes."""
BOOKED = 14
"""Days until these visits are over."""
RELEASED = BOOKED + 1
STOPS = RELEASED + Targets().manual_warning_days + 1
"""Days: to be confirmed on the first day that the edition is in force, and then as many that only warn."""


@pytest.fixture
def folder(seeded: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeded, tmp_path, dirs_exist_ok=True)
    return tmp_path


@contextmanager
def windows(browser: Browser, folder: Path, *emails: str, days: int = 0) -> Iterator[list[Page]]:
    """Everybody signed in, so many days later: the worker on a phone, the others at a desk."""
    with served(folder, days=days) as address:
        pages = []
        for email in emails:
            size = (390, 844) if email == WORKER else (1280, 900)
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                base_url=address,
                locale="ko-KR",
                timezone_id="Asia/Seoul",
            )
            pages.append(context.new_page())
            sign_in_staff(pages[-1], email)
        yield pages
        for page in pages:
            page.context.close()


@pytest.mark.timeout(600)
def test_the_loop_closes(browser: Browser, folder: Path) -> None:
    with windows(browser, folder, WORKER, COORDINATOR) as (worker, coordinator):
        line = line_to_refer(coordinator)
        for number, referral in [refer(coordinator, line) for _ in range(VISITS)]:
            accept(worker, number)
            book(coordinator, referral)
    with windows(browser, folder, WORKER, APPROVER, COORDINATOR, SECOND, days=BOOKED) as people:
        worker, office, author, reviewer = people
        step = leave_a_step_out(worker, but=next_agenda(office))
        plan_a_meeting(office)
        comes_by_itself(office, step, folder)
        decide(office, step)
        draft(author, office.url, step)
        agree(author.url, reviewer, office)
    with windows(browser, folder, WORKER, days=RELEASED) as (worker,):
        take_the_sheet(worker)
        run_job("manuals.release", folder, days=RELEASED)
        finds_the_sheet_of_the_day(worker, step)
        is_asked_to_confirm(worker)
    with windows(browser, folder, WORKER, COORDINATOR, days=STOPS) as (worker, coordinator):
        number, referral = refer(coordinator, line)
        is_stopped_until_read(worker, number)
        book(coordinator, referral)
        finds_the_new_sheet(worker, urlsplit(coordinator.url).path, step)


def day_after(days: int) -> str:
    """As fields of days take it."""
    return f"{today() + timedelta(days=days):%Y-%m-%d}"


def section(page: Page, heading: str) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", name=heading, exact=True))


def of_service(page: Page, heading: str) -> Locator:
    """What stands under a heading of the worker's desk and is of the service."""
    return section(page, heading).locator(".card").filter(has_text=f"{SERVICE} ·")


def line_to_refer(coordinator: Page) -> str:
    """The path of a line of somebody's plan that is to be referred; other walks check these screens."""
    coordinator.goto("/today")
    waiting = coordinator.locator(".agenda-item").filter(has_text=f"{SERVICE} 연계하기")
    follow(coordinator, re.compile("^연계하기"), within=waiting.first)
    return urlsplit(coordinator.url).path


def refer(coordinator: Page, line: str) -> tuple[str, str]:
    """Asks the member for the first time that is offered; returns the number of the referral, and its path."""
    coordinator.goto(line)
    offered = coordinator.locator("main .card").filter(has_text=MEMBER)
    offered.get_by_role("button", name=re.compile("^연계하기")).first.click()
    see(coordinator, "연계했습니다.")
    return coordinator.get_by_role("heading", level=1).inner_text().split()[-1], urlsplit(coordinator.url).path


def accept(worker: Page, number: str) -> None:
    worker.goto("/referrals")
    asked = worker.locator("main .card").filter(has_text=number)
    asked.get_by_role("button", name=re.compile("^수락하기")).click()
    see(worker, "연계를 수락했습니다.")


def book(coordinator: Page, referral: str) -> None:
    coordinator.goto(referral)
    coordinator.get_by_role("button", name=re.compile("^예약하기")).first.click()
    see(coordinator, "예약했습니다.")


def next_agenda(office: Page) -> str:
    """What the next working meeting of the series is to speak about."""
    visit(office, "/meetings")
    go(office, office.locator("main a.door", has_text="실무회의").first)
    return office.locator("main").inner_text()


def leave_a_step_out(worker: Page, *, but: str) -> str:
    """On three visits one step that has to be done and waits for no meeting; returns its name."""
    step = ""
    for _ in range(VISITS - 1):
        worker.goto("/referrals")
        follow(worker, re.compile("^기록하기"), within=of_service(worker, "기록할 방문").first)
        choose(worker, "한 일", "하지 않은 일이 있습니다")
        unfold(worker, "하지 않은 일 고르기")
        required = worker.locator(".left-out").filter(has_text="꼭 해야 하는 일")
        names = [each.splitlines()[0] for each in required.all_inner_texts()]
        step = step or next(name for name in names if name not in but)
        left_out = required.filter(has_text=step)
        left_out.get_by_text(step, exact=True).first.click()
        left_out.get_by_role("textbox").fill("바빠서 하지 못했습니다.")
        choose(worker, "이용자 확인", "그 자리에서 확인하셨습니다")
        say_who_came(worker)
        worker.get_by_role("button", name="기록 보내기").click()
        see(worker, "방문 기록을 받았습니다. 수고하셨습니다.")
    return step


def write_when(office: Page, days: int) -> None:
    for label, value in (("날짜", day_after(days)), ("시작 시각", "00:00"), ("마치는 시각", "02:00")):
        write(office, label, value)


def plan_a_meeting(office: Page) -> None:
    """For tomorrow, sooner than any of the series."""
    visit(office, "/meetings")
    follow(office, "새 회의 만들기")
    write_when(office, RELEASED)
    write(office, "장소", "3층 회의실")
    press(office, "회의 만들기")


def comes_by_itself(office: Page, step: str, folder: Path) -> None:
    """Left out so often it is put on the next agenda by the worker; a meeting that nobody closed stands before it."""
    row = office.locator("main tr").filter(has_text=f"{MANUAL}에서 빠지는 단계: {step}")
    visit(office, "/lessons")
    expect(row).to_contain_text("곧 저절로 오름")
    times = int(row.get_by_role("cell").nth(1).inner_text())
    assert times >= VISITS - 1 == Targets().lesson_times
    run_job("lessons.bring", folder, days=BOOKED)
    visit(office, "/lessons")
    expect(row).to_have_count(0)
    visit(office, "/meetings")
    go(office, office.locator("main a.door", has_text="실무회의").filter(has_text="00:00~02:00"))
    follow(office, re.compile(f"^기록하기.*{step}"))
    follow(office, f"뒤에 있는 기록 {times}건")
    expect(section(office, "뒤에 있는 기록").get_by_role("listitem")).to_have_count(times)


def decide(office: Page, step: str) -> None:
    """In the meeting on whose agenda the step stands, which the office lets begin at once."""
    follow(office, "실무회의 안건 보기")
    follow(office, "개요 고치기")
    write_when(office, BOOKED)
    press(office, "저장하기")
    follow(office, "참석 적기")
    for box in office.get_by_role("radio", name="참석", exact=True).all():
        box.check()
    press(office, "참석 저장하기")
    follow(office, re.compile(f"^기록하기.*{step}"))
    office.get_by_label("논의 내용").fill("급할 때 빠집니다. 둘이 함께 하면 빠지지 않습니다.")
    write(office, "결정 내용", DECIDED)
    press(office, "저장하기")
    follow(office, "회의로 돌아가기")
    follow(office, "회의 마치기")
    press(office, "회의 마치기")
    see(office, DECIDED, "확인 받는 중")


def tap(page: Page, role: Literal["link", "button"], words: str | re.Pattern[str]) -> None:
    """Goes on without judging the screen: manuals are long, and another walk judges them."""
    with page.expect_navigation():
        page.locator("main").get_by_role(role, name=words).filter(visible=True).first.click()


def draft(author: Page, minutes: str, step: str) -> None:
    """Opens the draft of the section that the step is of, writes it and asks for a review."""
    author.goto(minutes)
    tap(author, "link", f"매뉴얼 고치기 {DECIDED}")
    for label, offered in (("고칠 매뉴얼", MANUAL), ("고칠 항목", "업무 절차")):
        expect(author.get_by_label(label).locator("option:checked")).to_have_text(offered)
    expect(author.get_by_label("무엇을 왜 바꾸려고 합니까")).to_have_value(DECIDED)
    choose(author, "얼마나 바뀝니까", "큰 바뀜")
    tap(author, "button", "초안 열기")
    see(author, "이 판을 연 결정", DECIDED)
    tap(author, "link", re.compile(f"^고치기 {step}"))
    write(author, "단계 이름", f"{step} (둘이 함께)")
    tap(author, "button", "저장하기")
    tap(author, "link", "검토 부탁하기")
    author.get_by_label("검토할 분").select_option("한도윤")
    tap(author, "button", "검토 부탁하기")
    see(author, "검토를 기다립니다", "한도윤 님에게 검토를 부탁했습니다.")


def agree(edition: str, reviewer: Page, office: Page) -> None:
    """Reviewed, and issued to come into force tomorrow, when it is to be confirmed."""
    reviewer.goto(edition)
    tap(reviewer, "button", "검토 마치기")
    office.goto(edition)
    tap(office, "link", "승인하고 발행")
    for label in ("시행일", "언제까지 읽고 확인합니까"):
        write(office, label, day_after(RELEASED))
    tap(office, "button", "발행하기")
    see(office, "시행 예정")


def take_the_sheet(worker: Page) -> None:
    visit(worker, "/referrals")
    follow(worker, re.compile("^기록하기"), within=of_service(worker, "기록할 방문").first)
    choose(worker, "한 일", "모두 했습니다")
    choose(worker, "이용자 확인", "그 자리에서 확인하셨습니다")
    say_who_came(worker)


def say_who_came(worker: Page) -> None:
    """Is asked in the open where nobody was named before."""
    who = worker.get_by_label("다녀온 사람").filter(visible=True)
    if who.count():
        who.select_option(index=1)


def finds_the_sheet_of_the_day(worker: Page, step: str) -> None:
    """The visit was before the change: opened anew it has the steps of its day, and so it is kept."""
    with worker.context.new_page() as another:
        visit(another, worker.url)
        unfold(another, "하지 않은 일 고르기")
        see(another, step)
        expect(another.locator("main")).not_to_contain_text("(둘이 함께)")
    visited = worker.url.removesuffix("/record")
    worker.get_by_role("button", name="기록 보내기").click()
    see(worker, "방문 기록을 받았습니다. 수고하셨습니다.")
    visit(worker, visited)
    see(worker, step)
    expect(worker.locator("main")).not_to_contain_text("(둘이 함께)")


def is_asked_to_confirm(worker: Page) -> None:
    visit(worker, "/referrals")
    notice = worker.locator("main .notice").filter(has_text=MANUAL)
    expect(notice).to_contain_text("제2판을 읽고 확인해 주십시오")
    expect(notice).to_contain_text("지나면 확인하기 전에는 수락할 수 없습니다")


def is_stopped_until_read(worker: Page, number: str) -> None:
    visit(worker, "/referrals")
    notice = worker.locator("main .notice").filter(has_text=MANUAL)
    expect(notice).to_contain_text("확인하기 전에는 이 서비스의 새 연계를 수락할 수 없습니다")
    press(worker, re.compile("^수락하기"), within=worker.locator("main .card").filter(has_text=number))
    see(worker, "새 판을 읽고 ‘읽었습니다’를 누른 뒤 수락해 주십시오.")
    visit(worker, "/referrals")
    go(worker, notice.get_by_role("link"))
    tap(worker, "button", "읽었습니다")
    visit(worker, "/referrals")
    expect(notice).to_have_count(0)
    accept(worker, number)


def finds_the_new_sheet(worker: Page, visited: str, step: str) -> None:
    """The next visit is done by the new edition, of which the sheet asks whether it helps."""
    visit(worker, visited)
    expect(section(worker, "할 일")).to_contain_text(f"{step} (둘이 함께)")
    press(worker, re.compile("^예"), within=section(worker, "할 일"))
    see(worker, "도움이 되었다고 하셨습니다.")
