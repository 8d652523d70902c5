"""What is late is said by `core.urgency` alone; a condition of SQL, which names a table, says the same in its scope."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.arch.sources import name_of, python_files

RULE = "portal/core/urgency.py"
DUE = re.compile(r"(^|_)due(_at|_on)?$")


def judged(source: str) -> Iterator[int]:
    """Lines that ask by themselves whether the time of something is over."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = node.left, node.comparators[0]
            earlier, later = (right, left) if isinstance(node.ops[0], ast.Gt) else (left, right)
            if isinstance(node.ops[0], ast.Gt | ast.Lt) and _is_due(earlier) and not _is_due(later):
                yield node.lineno


def _is_due(node: ast.expr) -> bool:
    """A value, not the column of a table."""
    if isinstance(node, ast.Attribute):
        is_column = isinstance(node.value, ast.Name) and node.value.id[:1].isupper()
        return DUE.search(node.attr) is not None and not is_column
    return isinstance(node, ast.Name) and DUE.search(node.id) is not None


def test_nobody_else_judges_what_is_late() -> None:
    sources = {name_of(path): path.read_text("utf-8") for path in python_files("portal")}
    found = {name: list(judged(source)) for name, source in sources.items() if name != RULE}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize("words", ["alert.due_at < now", "now > due_on", "due < day_of(now)", "row.answer_due_at < at"])
def test_the_guard_finds_who_does(words: str) -> None:
    assert list(judged(words)) == [1]


@pytest.mark.parametrize("words", ["Alert.due_at < now", "asked.due_at < known.due_at", "now < due_at"])
def test_the_guard_leaves_alone_what_asks_something_else(words: str) -> None:
    assert list(judged(words)) == []
