"""The check of screens can fail: a page that breaks a rule is found, and the rule named."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.screen import Complaints, ScreenError, check_screen, faults

FRAME = """<!doctype html><html lang="ko"><head><title>화면</title></head><body class="{body}">
<main><h1>화면</h1>{content}</main></body></html>"""

BROKEN = {
    "sideways scroll": ("staff", '<div style="width: 900px">너무 넓은 것</div>'),
    "text 12 px": ("staff", '<p style="font-size: 12px">작은 글</p>'),
    "text 15 px": ("resident", '<p style="font-size: 15px">이용자에게 작은 글</p>'),
    "target": ("staff", '<button style="height: 30px; width: 90px; font-size: 17px">누르기</button>'),
    "axe image-alt": ("staff", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="60" height="60">'),
    "axe color-contrast": ("staff", '<p style="color: #aaa; font-size: 17px">흐린 글</p>'),
    "axe color-contrast-enhanced": ("resident", '<p style="color: #6d6d6d; font-size: 19px">덜 뚜렷한 글</p>'),
    "axe label": ("staff", '<input style="height: 48px; width: 200px">'),
}


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_named(blank: Page, rule: str) -> None:
    body, content = BROKEN[rule]
    blank.set_content(FRAME.format(body=body, content=content))
    assert any(fault.startswith(rule) for fault in faults(blank)), faults(blank)
    with pytest.raises(ScreenError, match="390"):
        check_screen(blank)


def test_a_good_page_has_no_fault(blank: Page) -> None:
    blank.set_content(FRAME.format(body="staff", content='<p style="font-size: 17px">읽기 좋은 글</p>'))
    assert faults(blank) == []


def test_an_error_in_the_console_is_heard(blank: Page) -> None:
    complaints = Complaints()
    blank.on("console", complaints.hear)
    blank.evaluate("console.error('무엇이 깨졌습니다')")
    assert complaints.texts == ["무엇이 깨졌습니다"]


def test_a_screen_that_was_good_is_judged_anew_once_it_looks_otherwise(blank: Page) -> None:
    blank.set_content(FRAME.format(body="staff", content='<p style="font-size: 17px; width: 350px">읽기 좋은 글</p>'))
    assert faults(blank) == faults(blank) == []
    blank.set_viewport_size({"width": 320, "height": 844})
    assert any(fault.startswith("sideways scroll") for fault in faults(blank))
    blank.set_viewport_size({"width": 390, "height": 844})
    blank.evaluate("document.querySelector('p').style.fontSize = '12px'")
    assert any(fault.startswith("text 12 px") for fault in faults(blank))
