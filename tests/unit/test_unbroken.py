"""Days and telephone numbers are whole; nothing else is touched."""

import pytest
from markupsafe import Markup

from portal.web.unbroken import unbroken, whole
from tests.pages import PageError, check_page


def nowrap(text: str) -> str:
    return f'<span class="nowrap">{text}</span>'


class TestUnbroken:
    @pytest.mark.parametrize(
        ("sentence", "shown"),
        [
            ("2026. 11. 21.(토) 15:20까지", f"{nowrap('2026. 11. 21.(토)')} 15:20까지"),
            ("1952. 3. 17. 태어남", f"{nowrap('1952. 3. 17.')} 태어남"),
            ("12월 3일 수요일 10:00", f"{nowrap('12월 3일 수요일')} 10:00"),
            (
                "010-0000-7001이나 02-303-1234로",
                f"{nowrap('010-0000-7001')}이나 {nowrap('02-303-1234')}로",
            ),
            ("010-****-1001, 1668-0120", f"{nowrap('010-****-1001')}, {nowrap('1668-0120')}"),
            ("<b> 12월 3일", f"&lt;b&gt; {nowrap('12월 3일')}"),
            ("예: 신청 2026-000123", f"예: 신청 {nowrap('2026-000123')}"),
            (Markup("A &amp; B 12월 3일"), f"A &amp; B {nowrap('12월 3일')}"),
        ],
    )
    def test_holds_together_what_belongs_together(self, sentence: str, shown: str) -> None:
        assert str(unbroken(sentence)) == shown

    @pytest.mark.parametrize("value", ["청소 <1>", "2026-0001234", "110-234-567890", "900101-1234567", 12, None])
    def test_leaves_what_is_neither(self, value: object) -> None:
        assert unbroken(value) is value

    def test_leaves_markup(self) -> None:
        markup = Markup("<b>2026. 11. 21.</b>")
        assert unbroken(markup) is markup

    def test_escapes_what_it_holds_together(self) -> None:
        assert str(whole("<")) == nowrap("&lt;")


class TestPages:
    @pytest.mark.parametrize(
        ("title", "rest"),
        [
            ("{0}", ""),
            ("날", "<p>&lt;span class=&quot;nowrap&quot;&gt;</p>"),
            ("날", "<p aria-label='{0}'></p>"),
        ],
    )
    def test_that_show_its_markup_are_refused(self, title: str, rest: str) -> None:
        page = f"<!doctype html><head><title>{title}</title></head><body><h1>{title}</h1>{rest}"
        with pytest.raises(PageError, match="markup is shown"):
            check_page(page.format(nowrap("2026. 11. 21.")))
