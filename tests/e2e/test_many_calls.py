"""A coordinator's morning at the call desk: call after call by the keyboard alone.

`CALLS=100` makes it the hundred of a long morning; here are twenty.
"""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.coordinators.calls.states import CallResult
from tests.e2e.homes import PASSWORD, kept_calls, make_homes
from tests.e2e.people import sign_in_staff
from tests.e2e.server import served
from tests.e2e.walking import today, visit

CALLER, CALLS = "morning@example.kr", int(os.environ.get("CALLS", "20"))
PATIENCE_MS = 30_000
ORDER = (
    CallResult.SPOKE,
    CallResult.NO_ANSWER,
    CallResult.CALL_BACK,
    CallResult.SPOKE,
    CallResult.REFUSED,
    CallResult.NEEDS_VISIT,
    CallResult.SPOKE,
    CallResult.NEEDS_REFERRAL,
    CallResult.WRONG_NUMBER,
    CallResult.EMERGENCY,
)
DIGITS = {result: str(place) for place, result in enumerate(CallResult, start=1)}
IN_FOCUS = ".agenda-item:focus-within"


@pytest.fixture
def size() -> str:
    """The keyboard is at a desk."""
    return "desk"


@pytest.fixture
def own_folder(seeded: Path, tmp_path: Path) -> Path:
    """A demonstration that no other journey shares, which a hundred households more would lead astray."""
    folder = tmp_path / "demonstration"
    shutil.copytree(seeded, folder)
    make_homes(folder, CALLER, CALLS)
    return folder


@pytest.fixture
def address(own_folder: Path) -> Iterator[str]:
    with served(own_folder) as found:
        yield found


def test_call_after_call_by_the_keyboard_alone(page: Page, own_folder: Path) -> None:
    """Whatever came of a call, the next one is in focus by itself, until only emergencies that go on are left."""
    page.set_default_timeout(PATIENCE_MS)
    sign_in_staff(page, CALLER, PASSWORD)
    visit(page, "/calls")
    page.keyboard.press("c")
    called = set()
    for turn in range(CALLS):
        called.add(make_call(page, ORDER[turn % len(ORDER)]))
        if turn < CALLS - 1:
            expect(page.locator(IN_FOCUS)).to_have_count(1, timeout=PATIENCE_MS)
            page.keyboard.press("Enter")
    kept = Counter(ORDER * (CALLS // len(ORDER)))
    expect(page.locator(".agenda-item")).to_have_count(kept[CallResult.EMERGENCY], timeout=PATIENCE_MS)
    assert len(called) == CALLS
    assert kept_calls(own_folder, CALLER) == kept


def make_call(page: Page, result: CallResult) -> str:
    """Write down what came of the call that is open; answers whom it was about."""
    page.wait_for_url(re.compile(r"/calls/[0-9a-f-]{36}"), wait_until="domcontentloaded")
    about = page.url.partition("?")[0]
    page.keyboard.press(DIGITS[result])
    expect(page.locator(f'input[name="result"][value="{result.value}"]')).to_be_checked(timeout=PATIENCE_MS)
    if result is CallResult.SPOKE:
        page.keyboard.press("1")
    elif result is CallResult.CALL_BACK:
        type_when(page)
    page.keyboard.press("Enter")
    if result is CallResult.EMERGENCY:
        page.wait_for_url(re.compile(r"/alerts/"), wait_until="domcontentloaded")
        expect(page.locator('[data-shortcut="c"]')).to_be_visible(timeout=PATIENCE_MS)
        page.keyboard.press("c")
    page.wait_for_url(re.compile(r"/calls(\?|#|$)"), wait_until="domcontentloaded")
    return about


def type_when(page: Page) -> None:
    """Tomorrow at half past ten, as chromium here asks for it: month, day, year; hour, minute, half of the day."""
    day, time = page.locator('input[name="again_on"]'), page.locator('input[name="again_time"]')
    expect(day).to_be_focused(timeout=PATIENCE_MS)
    tomorrow = today() + timedelta(days=1)
    page.keyboard.type(f"{tomorrow:%m%d%Y}")
    expect(day).to_have_value(tomorrow.isoformat(), timeout=PATIENCE_MS)
    for _ in range(3):
        page.keyboard.press("Tab")
        if time.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("1030A")
    expect(time).to_have_value("10:30", timeout=PATIENCE_MS)
