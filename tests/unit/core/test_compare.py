"""Two texts laid side by side show every difference and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from portal.core.compare import Line, Piece, Row, compare_texts

LINES = st.lists(st.text("가나 .", max_size=6), max_size=8).map("\n".join)


def text_of(line: Line | None) -> str:
    return "".join(piece.text for piece in line or ())


def changed(line: Line | None) -> list[str]:
    return [piece.text for piece in line or () if piece.changed]


def test_equal_texts_have_no_rows() -> None:
    assert compare_texts("같은 글", "같은 글") == []


def test_a_line_end_at_the_very_end_is_no_difference() -> None:
    assert compare_texts("같은 글", "같은 글\n") == []


def test_a_changed_line_marks_only_its_words() -> None:
    (row,) = compare_texts("문을 세 번 두드립니다.", "문을 두 번 두드립니다.")
    assert changed(row.before) == ["세"]
    assert changed(row.after) == ["두"]


def test_lines_without_a_counterpart_stand_alone() -> None:
    same, removed = compare_texts("가\n나", "가")
    assert same == Row((Piece("가"),), (Piece("가"),))
    assert removed == Row((Piece("나", changed=True),), None)


def test_a_line_that_is_wholly_new_is_marked_whole() -> None:
    (row,) = compare_texts("빗자루로 씁니다", "물로 닦고 말립니다")
    assert changed(row.before) == ["빗자루로 씁니다"]
    assert changed(row.after) == ["물로 닦고 말립니다"]


def test_long_runs_of_equal_lines_are_counted() -> None:
    before = "\n".join(f"줄 {number}" for number in range(20))
    rows = compare_texts(before, before.replace("줄 10", "새 줄"), context=1)
    assert [row.skipped for row in rows] == [9, 0, 0, 0, 8]


@given(LINES, LINES)
def test_both_texts_can_be_read_from_the_rows(before: str, after: str) -> None:
    rows = compare_texts(before, after, context=1_000)
    if rows:
        assert [text_of(row.before) for row in rows if row.before is not None] == before.splitlines()
        assert [text_of(row.after) for row in rows if row.after is not None] == after.splitlines()
