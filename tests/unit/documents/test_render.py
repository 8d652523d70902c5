"""The model becomes HTML with the official marks, escaped."""

from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from portal.documents.model import (
    Align,
    Attachments,
    Block,
    Column,
    Document,
    Item,
    Items,
    Notice,
    Paragraph,
    Section,
    Table,
)
from portal.documents.render import nested_headings, render_html


def html_of(*blocks: Block) -> str:
    return render_html(Document("제목", "사무국", datetime(2026, 11, 21, tzinfo=UTC), blocks))


class TestMarks:
    def test_number_sections_and_continue_inside(self) -> None:
        inner = (Section("현황", (Items.of("하나", "둘"),)), Section("계획", ()))
        html = html_of(Section("개요", inner), Section("붙임 자료", ()))
        assert "1. 개요</h2>" in html
        assert "가. 현황</h3>" in html
        assert "나. 계획</h3>" in html
        assert "list-style-type: '1) '" in html
        assert "2. 붙임 자료</h2>" in html

    def test_leave_a_single_item_unmarked(self) -> None:
        html = html_of(Section("개요", (Items.of("하나"),)))
        assert '<h2 id="s-1">개요</h2>' in html
        assert 'class="unmarked">하나' in html

    def test_go_down_all_eight_levels(self) -> None:
        item = (Item("끝"), Item("끝"))
        for _ in range(7):
            item = (Item("위", item), Item("위"))
        html = html_of(Items(item))
        for mark in ("1.", "가.", "1)", "가)", "(1)", "(가)", "①", "㉮"):
            assert f"list-style-type: '{mark} '" in html


class TestText:
    def test_is_escaped(self) -> None:
        html = html_of(Paragraph("<script>x</script>"), Notice(("a & b",)), Attachments(("<b>1부.",)))
        assert "<script>" not in html
        assert "a &amp; b" in html
        assert "&lt;b&gt;1부." in html

    def test_ends_after_two_spaces(self) -> None:
        assert '<p class="end">  끝.</p>' in html_of()

    def test_gives_table_heads_their_scope(self) -> None:
        table = Table((Column("가", 40), Column("나", 60, Align.FIGURE)), (("1", "2"),), row_heads=True)
        html = html_of(table)
        assert html.count('scope="col"') == 2
        assert '<th scope="row">1</th>' in html
        assert '<td class="figure">2</td>' in html


class TestTable:
    def test_refuses_widths_that_do_not_fill_the_line(self) -> None:
        with pytest.raises(ValueError, match="100"):
            Table((Column("가", 40),), ())

    def test_refuses_a_row_with_a_cell_too_few(self) -> None:
        with pytest.raises(ValueError, match="each column"):
            Table((Column("가", 40), Column("나", 60)), (("1",),))


class TestNestedHeadings:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("<h1>a</h1><h2>b</h2>", "<h3>a</h3><h4>b</h4>"),
            ("<h4>a</h4><h2>b</h2>", "<h3>a</h3><h3>b</h3>"),
            ("<h2>a</h2><h5>b</h5><h2>c</h2>", "<h3>a</h3><h4>b</h4><h3>c</h3>"),
            ("<p>a</p>", "<p>a</p>"),
        ],
    )
    def test_begin_at_the_level_and_skip_none(self, before: str, after: str) -> None:
        assert nested_headings(Markup(before), 3) == after  # noqa: S704
