"""Markdown becomes HTML that is safe to show."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.markdown import render_markdown


class TestRenderMarkdown:
    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("**“따옴표”**를", "<strong>“따옴표”</strong>를"),
            ('**"따옴표"**를', '<strong>"따옴표"</strong>를'),
            ("앞**(안)**뒤", "앞<strong>(안)</strong>뒤"),
            ("*‘기울임’*은", "<em>‘기울임’</em>은"),
            ("**가.**나", "<strong>가.</strong>나"),
            ("**굵게**는", "<strong>굵게</strong>는"),
            ("2 * 3 * 4", "2 * 3 * 4"),
            ("a_b_c", "a_b_c"),
            ("***“둘 다”***를", "<em><strong>“둘 다”</strong></em>를"),
        ],
    )
    def test_emphasis_fits_korean(self, text: str, html: str) -> None:
        assert render_markdown(text) == f"<p>{html}</p>\n"

    def test_headings_move_down(self) -> None:
        assert render_markdown("# 목적") == "<h2>목적</h2>\n"
        assert render_markdown("# 목적", heading_shift=3) == "<h4>목적</h4>\n"
        assert render_markdown("##### 끝", heading_shift=3) == "<h6>끝</h6>\n"

    def test_raw_html_is_shown_as_text(self) -> None:
        html = render_markdown("<script>alert(1)</script>\n\n<b onclick=x>굵게</b>")
        assert "<script" not in html
        assert "<b" not in html
        assert "&lt;script&gt;" in html

    @pytest.mark.parametrize("url", ["https://example.kr/a", "http://example.kr", "tel:119", "mailto:a@example.kr"])
    def test_keeps_ordinary_links(self, url: str) -> None:
        assert f'<a href="{url}"' in render_markdown(f"[곳]({url})")

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "data:text/html,x", "ftp://a", "//example.kr", "/inside", "JaVaScRiPt:x", "#top"]
    )
    def test_drops_every_other_link(self, url: str) -> None:
        html = render_markdown(f"[곳]({url})")
        assert "<a" not in html
        assert "곳" in html

    def test_words_after_a_dropped_link_keep_theirs(self) -> None:
        html = render_markdown("[안](/x) [밖](https://example.kr)")
        assert html.count("<a") == html.count("</a>") == 1
        assert "안" in html

    def test_images_stay_only_from_this_site(self) -> None:
        assert '<img src="/files/a.png" alt="그림">' in render_markdown("![그림](/files/a.png)")
        assert render_markdown("![그림](https://example.kr/a.png)") == "<p>그림</p>\n"
        assert "<img" not in render_markdown("![그림](//example.kr/a.png)")

    def test_tables_and_lists_are_kept(self) -> None:
        html = render_markdown("| 가 | 나 |\n|---|---|\n| 1 | 2 |\n\n3. 셋\n4. 넷")
        assert "<td>1</td>" in html
        assert '<ol start="3">' in html

    @given(st.text("<>\"'()[]*_!/\\:#`|-=& \nahref가“”javascript:on", max_size=120))
    def test_nothing_odd_comes_out(self, text: str) -> None:
        html = render_markdown(text)
        tags = re.findall(r"<[^>]*>", html)
        assert not any(re.match(r"<(script|style|iframe|svg|form|input)", tag) for tag in tags)
        assert all(
            re.match(r'<(a href="(https?:|tel:|mailto:)|a title|/a)', tag) for tag in tags if tag[1:3] in ("a ", "/a")
        )
        assert not any(re.search(r"\son\w+=", re.sub(r'"[^"]*"', "", tag)) for tag in tags)
