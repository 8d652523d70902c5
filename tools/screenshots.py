"""What `make screenshots` does: pictures of the main screens of the demonstration, into docs/screenshots."""

import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import FLAGS, SIZES
from tests.e2e.people import (
    COORDINATOR,
    OFFICE,
    RESIDENT,
    ULLIM,
    sign_in_resident,
    sign_in_staff,
    sign_in_to_desk_with,
)
from tests.e2e.server import ROOT, demonstration, seed
from tests.e2e.walking import choose, follow, go, press, seek, visit

PICTURES = ROOT / "docs/screenshots"
COLOURS = 256
LARGEST_BYTES = 150_000


@dataclass(frozen=True)
class Screen:
    """A picture's name, of which size of window, who looks, and the way there."""

    name: str
    size: str
    who: str
    way: Callable[[Page], None]


def to_front(page: Page) -> None:
    visit(page, "/")


def to_needs(page: Page) -> None:
    """The step of the application that asks what is needed, half answered."""
    visit(page, "/apply")
    choose(page, "누구의 신청인가요?", "제 신청입니다")
    press(page, "시작하기")
    choose(page, "사시는 동", "망원1동")
    follow(page, "다음 질문")
    choose(page, "혼자 사시나요?", "네, 혼자 삽니다")
    follow(page, "다음 질문")
    choose(page, "어떤 도움이 필요하세요?", "청소", "건강검진")


def to_my_care(page: Page) -> None:
    visit(page, "/my")


def to_pairing(page: Page) -> None:
    visit(page, "/inbox")
    follow(page, re.compile("^담당 정하기"))


def to_today(page: Page) -> None:
    visit(page, "/today")


def to_household(page: Page) -> None:
    seek(page, "ㅇㅇㅈ")
    follow(page, "이*자")


def to_times(page: Page) -> None:
    to_household(page)
    go(page, page.locator("main [data-shortcut=r]"))


def to_referrals(page: Page) -> None:
    sign_in_to_desk_with(page, "답할 연계")


def to_record(page: Page) -> None:
    sign_in_to_desk_with(page, "기록할 방문")
    follow(page, re.compile("^기록하기"))
    choose(page, "한 일", "정해진 일을 모두 했습니다")
    choose(page, "이용자 확인", "그 자리에서 확인하셨습니다")


def to_week(page: Page) -> None:
    visit(page, "/capacity/week")
    follow(page, "다음 주")


def to_meeting(page: Page) -> None:
    visit(page, "/meetings")
    go(page, page.locator("main a.door", has_text="실무회의").first)


def to_manual(page: Page) -> None:
    visit(page, "/manuals/cleaning")


def to_statement(page: Page) -> None:
    """A statement of the month before this one, which is being settled."""
    visit(page, "/settlement")
    go(page, page.locator("main tbody a").nth(1))
    go(page, page.locator("main tbody a").first)


def to_figures(page: Page) -> None:
    visit(page, "/figures")


def to_calls(page: Page) -> None:
    visit(page, "/calls")


def to_alert(page: Page) -> None:
    visit(page, "/alerts")
    go(page, page.locator("main tbody th a").first)


SCREENS = (
    Screen("front-desk", "desk", "", to_front),
    Screen("apply-phone", "phone", "", to_needs),
    Screen("my-care-phone", "phone", RESIDENT, to_my_care),
    Screen("pairing-desk", "desk", OFFICE, to_pairing),
    Screen("today-desk", "desk", COORDINATOR, to_today),
    Screen("household-desk", "desk", COORDINATOR, to_household),
    Screen("refer-desk", "desk", COORDINATOR, to_times),
    Screen("referrals-phone", "phone", "", to_referrals),
    Screen("record-phone", "phone", "", to_record),
    Screen("week-desk", "desk", ULLIM, to_week),
    Screen("meeting-desk", "desk", OFFICE, to_meeting),
    Screen("manual-desk", "desk", COORDINATOR, to_manual),
    Screen("statement-desk", "desk", OFFICE, to_statement),
    Screen("figures-desk", "desk", OFFICE, to_figures),
    Screen("calls-desk", "desk", OFFICE, to_calls),
    Screen("alert-desk", "desk", OFFICE, to_alert),
)


def sign_in(page: Page, who: str) -> None:
    if who == RESIDENT:
        sign_in_resident(page, who)
    elif who:
        sign_in_staff(page, who)


@contextmanager
def window(browser: Browser, address: str, size: str) -> Iterator[Page]:
    """A window of that size; a phone shows two points for each pixel of the page."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if size == "phone" else 1,
        is_mobile=size == "phone",
        base_url=address,
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def smaller(picture: bytes) -> bytes:
    """The same picture in few colours; raises when it is still larger than `LARGEST_BYTES`."""
    file = io.BytesIO()
    colours = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    colours.save(file, "PNG", optimize=True)
    if file.tell() > LARGEST_BYTES:
        raise ValueError(f"a picture of {file.tell()} bytes")
    return file.getvalue()


def take(browser: Browser, address: str, screen: Screen) -> None:
    with window(browser, address, screen.size) as page:
        sign_in(page, screen.who)
        screen.way(page)
        page.mouse.move(0, 0)
        page.evaluate("window.scrollTo(0, 0)")
        (PICTURES / f"{screen.name}.png").write_bytes(smaller(page.screenshot(animations="disabled")))
    sys.stdout.write(f"{screen.name}\n")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        seeded = Path(folder) / "seeded"
        seeded.mkdir()
        seed(seeded)
        with demonstration(seeded, Path(folder) / "served") as address:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for screen in SCREENS:
                take(browser, address, screen)
            browser.close()


if __name__ == "__main__":
    main()
