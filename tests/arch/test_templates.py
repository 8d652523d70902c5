"""Templates can be read: no line runs out of sight."""

from tests.arch.sources import name_of, templates

COLUMNS = 160


def lines_over(limit: int, text: str) -> list[int]:
    """The numbers of the lines that are longer than `limit`."""
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > limit]


def test_lines_are_short() -> None:
    found = {name_of(path): lines_over(COLUMNS, path.read_text("utf-8")) for path in templates()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_guard_finds_a_long_line() -> None:
    assert lines_over(3, "가나다\n가나다라\n") == [2]
