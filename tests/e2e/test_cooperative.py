"""A co-operative answers, visits, records, and says where it has places."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.people import OFFICE, ULLIM, sign_in_staff, sign_in_to_desk_with
from tests.e2e.screen import check_screen
from tests.e2e.walking import choose, follow, menu, press, see, today, unfold, visit, write

GPS_TAG, LATITUDE = 0x8825, 2


def card_under(page: Page, heading: str, *, having: str = "", last: bool = False) -> Locator:
    """The first card of a section of the desk, or the last one, of those that say something."""
    section = page.locator("section").filter(has=page.get_by_role("heading", name=heading, exact=True))
    cards = section.locator(".card").filter(has_text=having)
    return cards.last if last else cards.first


def newest_request(page: Page) -> Locator:
    """The last that can be accepted: one may be asked for somebody who took their consent back."""
    return card_under(page, "답할 연계", having="수락하기", last=True)


def test_accepts_takes_it_back_and_accepts_again(page: Page) -> None:
    sign_in_to_desk_with(page, "답할 연계", "수락하기")
    press(page, re.compile("^수락하기"), within=newest_request(page))
    see(page, "연계를 수락했습니다.")
    press(page, "되돌리기", within=page.locator(".undo-bar"))
    see(page, "수락을 되돌렸습니다. 다시 답해 주십시오.")
    press(page, re.compile("^수락하기"), within=newest_request(page))
    see(page, "연계를 수락했습니다.", "수락하고 예약을 기다리는 연계")
    follow(page, re.compile("^연계 보기"))
    see(page, "찾아뵐 분", "코디네이터가 이용자와 시간을 확인하고 예약합니다.")


def test_declines_with_a_reason_in_two_clicks(page: Page) -> None:
    sign_in_to_desk_with(page, "답할 연계")
    waiting = card_under(page, "답할 연계")
    waiting.locator("summary", has_text="거절하기").click()
    press(page, "자리가 없습니다", within=waiting)
    see(page, "거절했습니다. 코디네이터의 처리할 연계에 올렸습니다.")


def photograph() -> FilePayload:
    """A JPEG that tells where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(GPS_TAG)[LATITUDE] = (37.0, 33.0, 20.0)
    file = io.BytesIO()
    Image.new("RGB", (1200, 900), "#8fb7a5").save(file, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(file.getvalue())).getexif().get_ifd(GPS_TAG)
    return {"name": "욕실.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_records_a_visit_with_a_photograph(page: Page, open_window: OpenWindow) -> None:
    sign_in_to_desk_with(page, "기록할 방문")
    follow(page, re.compile("^기록하기"), within=card_under(page, "기록할 방문"))
    recorded = page.url.removesuffix("/record")
    write_record(page)
    page.get_by_role("button", name="기록 보내기").click()
    see(page, "접수되었습니다", "방문 기록을 받았습니다. 수고하셨습니다.")
    check_screen(page)
    follow(page, "연계로 돌아가기")
    visit(page, recorded)
    see(page, "방문 기록", "하지 않음", "약속이 늦어져 못 했습니다.")
    office = open_window()
    sign_in_staff(office, OFFICE)
    visit(office, page.url)
    check_photograph(office)


def write_record(page: Page) -> None:
    choose(page, "한 일", "하지 않은 일이 있습니다")
    unfold(page, "하지 않은 일 고르기")
    step = page.locator("main details").filter(has_text="하지 않은 일만 누릅니다").locator("label.choice").first
    step.click()
    page.get_by_label(re.compile("하지 못한 까닭")).first.fill("약속이 늦어져 못 했습니다.")
    choose(page, "이용자 확인", "그 자리에서 확인하셨습니다")
    unfold(page, "사진, 남길 말, 다녀온 사람")
    page.get_by_label(re.compile("^사진")).set_input_files([photograph()])
    page.get_by_label("이용자께서 사진을 허락하셨습니다").check()
    write(page, "남길 말", "다음에는 욕실부터 합니다.")


def check_photograph(page: Page) -> None:
    """The stored photograph tells neither place nor anything else beside itself."""
    href = page.get_by_role("link", name="사진 1 보기").get_attribute("href")
    kept = Image.open(io.BytesIO(page.request.get(str(href)).body()))
    assert not dict(kept.getexif())


@pytest.fixture
def ullim(page: Page) -> Page:
    sign_in_staff(page, ULLIM)
    return page


def test_types_into_the_week_and_publishes(ullim: Page) -> None:
    menu(ullim, "빈자리")
    follow(ullim, "다음 주")
    cells = ullim.locator(".grid-input")
    expect(ullim.locator("[data-grid] [tabindex='0']")).to_have_count(1)
    cells.first.focus()
    for key in ("ArrowDown", "ArrowUp"):
        ullim.keyboard.press(key)
    ullim.keyboard.type("7")
    expect(ullim.locator(".grid-input:focus")).to_have_value("7")
    press(ullim, "빈자리 올리기")
    see(ullim, "빈자리를 올렸습니다.")
    follow(ullim, "지난주와 같게")
    see(ullim, "지난주 숫자를 옮겨 적었습니다")
    press(ullim, "빈자리 올리기")
    see(ullim, "빈자리를 올렸습니다.")


def test_posts_a_weekly_pattern_and_ends_it(ullim: Page) -> None:
    visit(ullim, "/capacity/patterns")
    follow(ullim, "매주 자리 올리기")
    choose(ullim, "서비스", "세탁")
    choose(ullim, "요일", "목요일")
    write(ullim, "시작하는 시각", "16:00")
    write(ullim, "끝나는 시각", "16:30")
    write(ullim, "자리 수", "2")
    choose(ullim, "찾아가는 동", "망원1동", "합정동")
    press(ullim, "매주 자리 올리기")
    row = ullim.get_by_role("row").filter(has_text="목요일 16:00~16:30")
    expect(row).to_contain_text("망원1동")
    expect(row).to_contain_text("합정동")
    press(ullim, re.compile("^끝내기"), within=row)
    see(ullim, "매주 자리를 끝냈습니다. 이미 잡힌 자리는 그대로입니다.")


def test_posts_a_single_slot_and_closes_a_day(ullim: Page) -> None:
    visit(ullim, "/capacity/week")
    follow(ullim, "하루만 자리 내기")
    choose(ullim, "서비스", "청소")
    write(ullim, "날짜", f"{today() + timedelta(days=9):%Y-%m-%d}")
    write(ullim, "시작하는 시각", "18:00")
    write(ullim, "끝나는 시각", "20:00")
    write(ullim, "자리 수", "1")
    press(ullim, "자리 올리기")
    follow(ullim, "쉬는 날")
    write(ullim, "쉬는 날", f"{today() + timedelta(days=40):%Y-%m-%d}")
    write(ullim, "이유", "조합 총회")
    press(ullim, "쉬는 날로 정하기")
    see(ullim, "쉬는 날로 정했습니다.", "조합 총회")
    press(ullim, re.compile("^다시 열기"), within=ullim.get_by_role("row").filter(has_text="조합 총회"))
    see(ullim, "다시 자리를 냅니다.")


def test_sees_only_what_a_visit_needs(ullim: Page) -> None:
    menu(ullim, "방문")
    links = ullim.get_by_role("link", name=re.compile("^방문 보기"))
    addresses = [link.get_attribute("href") or "" for link in links.all()]
    seen = 0
    for address in addresses:
        ullim.goto(address)
        expect(ullim.locator("main")).not_to_contain_text("생년월일")
        seen += ullim.get_by_text("찾아뵐 분").count()
    assert seen, "whom to visit, where consent stands"
