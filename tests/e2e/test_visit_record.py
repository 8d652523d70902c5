"""A worker at the door records a visit on a phone whose line comes and goes: nothing is lost, nothing is sent twice."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Route, expect

from portal.demo.staff import PASSWORD
from tests.e2e.conftest import PATIENCE_MS, SIZES
from tests.e2e.people import sign_in_staff, sign_in_to_desk_with
from tests.e2e.screen import Complaints, check_screen
from tests.e2e.server import demonstration
from tests.e2e.walking import choose, question, see, unfold, write

ONLY_HERE, SENDING, RECEIVED = "이 휴대전화에만 있습니다", "보내는 중입니다", "접수되었습니다"
MORE = "사진, 남길 말, 다녀온 사람"
NOTE = "다음에는 욕실부터 합니다."
PIXEL = Path(__file__).parents[2] / "portal/web/static/img/icon.svg"


class OnABadLine(Complaints):
    """A browser notes a line that broke, and an answer that the session is another one."""

    def hear(self, message: ConsoleMessage) -> None:
        if "net::ERR_" not in message.text and "status of 400" not in message.text:
            super().hear(message)


@pytest.fixture(scope="module")
def address(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration of its own: the visit that waits for its record is needed until the last test."""
    with demonstration(seeded, tmp_path_factory.mktemp("demonstration-record")) as served:
        yield served


@pytest.fixture(scope="module")
def worker(browser: Browser, address: str) -> tuple[str, str]:
    """The e-mail of somebody with a visit to record, and the address of its record."""
    context = browser.new_context(base_url=address, locale="ko-KR")
    page = context.new_page()
    email = sign_in_to_desk_with(page, "기록할 방문")
    page.get_by_role("link", name=re.compile("^기록하기")).first.click()
    page.wait_for_url("**/record")
    record = page.url
    context.close()
    return email, record


@pytest.fixture
def page(browser: Browser, address: str, worker: tuple[str, str]) -> Iterator[Page]:
    """The phone with the record open."""
    complaints = OnABadLine()
    width, height = SIZES["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=address, locale="ko-KR")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("console", complaints.hear)
    page.on("pageerror", lambda error: complaints.texts.append(str(error)))
    sign_in_staff(page, worker[0])
    page.goto(worker[1])
    check_screen(page)
    yield page
    context.close()
    assert complaints.texts == []


def write_note(page: Page) -> None:
    choose(page, "한 일", "정해진 일을 모두 했습니다")
    choose(page, "이용자 확인", "그 자리에서 확인하셨습니다")
    unfold(page, MORE)
    write(page, "남길 말", NOTE)


def note(page: Page) -> Locator:
    return page.get_by_label("남길 말")


def state(page: Page) -> Locator:
    return page.locator("[data-record-status]")


def kept(page: Page) -> dict[str, str]:
    """What the phone keeps of records."""
    everything: dict[str, str] = page.evaluate("({ ...localStorage })")
    return {key: value for key, value in everything.items() if key.startswith("portal-kept:")}


def tap(page: Page, words: str) -> None:
    """Press a button of the record, which stays where it is."""
    page.locator("main").get_by_role("button", name=words).click()


def fill_in_sign_in(page: Page, email: str) -> None:
    """Begin a session anew, whoever signed in before."""
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="로그인하기").click()


def form_key(request: Request) -> str:
    """The one-time key inside what is sent."""
    found = re.search(rb'name="form_key"\r\n\r\n([\w-]+)', request.post_data_buffer or b"")
    assert found is not None
    return found.group(1).decode()


def keys_sent_by(page: Page) -> list[str]:
    """Grows by the one-time key of each form that is sent from now on."""
    keys: list[str] = []

    def note_key(request: Request) -> None:
        if request.method == "POST":
            keys.append(form_key(request))

    page.on("request", note_key)
    return keys


def test_asks_the_reason_only_of_what_was_left_out(page: Page) -> None:
    choose(page, "한 일", "하지 않은 일이 있습니다")
    reasons = page.get_by_label(re.compile("하지 못한 까닭"))
    expect(reasons.first).to_be_hidden()
    page.locator(".left-out label.choice").first.click()
    expect(reasons.first).to_be_visible()
    assert reasons.filter(visible=True).count() == 1
    check_screen(page)


def test_what_was_written_comes_back_and_can_be_cleared(page: Page) -> None:
    write_note(page)
    expect(state(page)).to_contain_text(ONLY_HERE)
    page.reload()
    see(page, "이 휴대전화에 적어 둔 것을 다시 넣었습니다.")
    expect(note(page)).to_have_value(NOTE)
    check_screen(page)
    tap(page, "지우기")
    see(page, "적어 둔 것을 지웠습니다.")
    expect(note(page)).to_have_value("")
    assert kept(page) == {}
    tap(page, "되돌리기")
    expect(note(page)).to_have_value(NOTE)
    tap(page, "지우기")
    page.reload()
    unfold(page, MORE)
    expect(note(page)).to_have_value("")


def test_keeps_who_was_visited_to_itself(page: Page) -> None:
    write_note(page)
    expect(state(page)).to_contain_text(ONLY_HERE)
    (copy,) = kept(page).values()
    assert json.loads(copy).keys() == {"sealed", "keptAt"}
    lying = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    lead = page.locator(".lead").inner_text()
    assert not [part for part in (NOTE, *lead.split(" · "), "csrf", "whole") if part.strip() in lying]


def test_forgets_what_nobody_came_back_for(page: Page) -> None:
    write_note(page)
    expect(state(page)).to_contain_text(ONLY_HERE)
    page.evaluate(
        """for (const key of Object.keys(localStorage).filter((key) => key.startsWith("portal-kept:"))) {
             const week = { ...JSON.parse(localStorage[key]), keptAt: Date.now() - 8 * 24 * 3600 * 1000 };
             localStorage[key] = JSON.stringify(week);
           }"""
    )
    page.reload()
    unfold(page, MORE)
    expect(note(page)).to_have_value("")
    assert kept(page) == {}


def test_what_an_ending_session_puts_aside_lies_sealed_and_comes_back(page: Page) -> None:
    write_note(page)
    expect(state(page)).to_contain_text(ONLY_HERE)
    page.evaluate("import('/static/js/drafts.js').then((drafts) => drafts.saveDraft())")
    aside = page.evaluate("JSON.stringify(sessionStorage)")
    assert "portal-draft:" in aside
    assert NOTE not in aside
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(note(page)).to_have_value(NOTE)


def test_signing_out_leaves_nothing(page: Page) -> None:
    write_note(page)
    expect(state(page)).to_contain_text(ONLY_HERE)
    assert kept(page)
    page.goto("/visits")
    page.locator("header summary", has_text="메뉴").click()
    page.get_by_role("button", name="로그아웃").filter(visible=True).click()
    page.wait_for_load_state()
    assert kept(page) == {}


def test_mistakes_stand_beside_what_was_written(page: Page) -> None:
    write_note(page)
    choose(page, "한 일", "하지 않은 일이 있습니다")
    page.get_by_label(re.compile("^사진")).set_input_files(PIXEL)
    expect(state(page)).to_contain_text("사진은 이 휴대전화에 보관하지 못합니다.")
    tap(page, "기록 보내기")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^오류:"))
    expect(question(page, "한 일")).to_contain_text("하지 않은 일을 아래에서 골라 주십시오.")
    expect(note(page)).to_have_value(NOTE)
    expect(state(page)).to_contain_text(ONLY_HERE)
    assert page.get_by_label(re.compile("^사진")).evaluate("(input) => input.files[0].name") == PIXEL.name
    check_screen(page)
    page.reload()
    see(page, "사진은 보관하지 못했습니다. 다시 골라 주십시오.")


def test_a_session_that_ended_costs_no_text(page: Page, worker: tuple[str, str]) -> None:
    write_note(page)
    page.context.clear_cookies(name="portal")
    tap(page, "기록 보내기")
    page.wait_for_url("**/sign-in**")
    fill_in_sign_in(page, worker[0])
    page.wait_for_url("**/record")
    see(page, "보내지 못한 기록입니다.")
    expect(note(page)).to_have_value(NOTE)
    expect(page.get_by_role("button", name="지금 보내기")).to_be_visible()
    check_screen(page)


def test_another_window_of_the_same_person_does_not_stop_the_record(page: Page, worker: tuple[str, str]) -> None:
    """The page carries the protection of a session that was replaced; mistakes show that the portal read the form."""
    choose(page, "한 일", "하지 않은 일이 있습니다")
    page.context.clear_cookies(name="portal")
    other = page.context.new_page()
    other.goto("/sign-in/staff")
    fill_in_sign_in(other, worker[0])
    other.wait_for_url(lambda url: "/sign-in" not in url)
    other.close()
    with page.expect_response(lambda answer: answer.status == 400):
        tap(page, "기록 보내기")
    expect(page.locator(".error-summary")).to_be_focused()


def test_without_a_line_it_waits_and_is_received_once(page: Page) -> None:
    """The line breaks, comes back but loses the answer, and then holds."""

    def lose_the_answer(route: Route) -> None:
        expect(state(page)).to_contain_text(SENDING)
        assert route.fetch(max_redirects=0).status == 303
        route.abort()

    keys = keys_sent_by(page)
    write_note(page)
    page.context.set_offline(True)
    tap(page, "기록 보내기")
    expect(state(page)).to_contain_text("연결이 되지 않습니다.")
    expect(state(page)).to_contain_text(ONLY_HERE)
    check_screen(page)
    page.route("**/record", lose_the_answer)
    with page.expect_event("requestfailed"):
        page.context.set_offline(False)
    expect(state(page)).to_contain_text(ONLY_HERE)
    page.unroute("**/record")
    tap(page, "지금 보내기")
    expect(state(page)).to_contain_text(RECEIVED)
    expect(page.get_by_role("link", name="연계로 돌아가기")).to_be_focused()
    check_screen(page)
    assert len(keys) >= 2
    assert len(set(keys)) == 1
    assert kept(page) == {}
    page.reload()
    see(page, "방문 기록", NOTE)
