"""Items of official papers carry the marks that the rules of writing ask for."""

import pytest

from portal.core.numbering import mark, marks


class TestMark:
    def test_of_each_depth(self) -> None:
        firsts = [mark(depth, 1) for depth in range(1, 9)]
        assert firsts == ["1.", "가.", "1)", "가)", "(1)", "(가)", "①", "㉮"]

    @pytest.mark.parametrize(
        ("depth", "index", "expected"),
        [
            (2, 14, "하."),
            (2, 15, "거."),
            (4, 29, "고)"),
            (7, 20, "⑳"),
            (7, 21, "㉑"),
            (7, 50, "㊿"),
            (7, 51, "(51)"),
            (8, 14, "㉻"),
            (8, 15, "(거)"),
        ],
    )
    def test_goes_on_after_the_first_row(self, depth: int, index: int, expected: str) -> None:
        assert mark(depth, index) == expected

    @pytest.mark.parametrize(("depth", "index"), [(0, 1), (9, 1), (1, 0), (2, 43), (8, 43)])
    def test_refuses_where_there_is_none(self, depth: int, index: int) -> None:
        with pytest.raises(ValueError, match="no "):
            mark(depth, index)


class TestMarks:
    def test_count_up(self) -> None:
        assert marks(2, 3) == ["가.", "나.", "다."]

    def test_a_single_item_takes_none(self) -> None:
        assert marks(1, 1) == [""]

    def test_no_items_take_none(self) -> None:
        assert marks(1, 0) == []
