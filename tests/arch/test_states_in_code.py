"""Code tells states apart by their enumerations; mypy lets a member be compared with a string, because it is one."""

import ast
from collections.abc import Iterator

import pytest

from tests.arch.sources import name_of, python_files

TOLD_APART = frozenset(
    {"answer", "channel", "group", "kind", "origin", "outcome", "presence", "reason", "source", "standing", "state"}
    | {"urgency", "verb"}
)


def is_told_apart(node: ast.expr) -> bool:
    """`visit.state`, `visit.state.value`, `state`."""
    if isinstance(node, ast.Attribute) and node.attr == "value":
        return is_told_apart(node.value)
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in TOLD_APART


def holds_text(node: ast.expr) -> bool:
    """A string, or a literal collection of strings."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(holds_text, node.elts))
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def comparisons_with_strings(source: str) -> Iterator[int]:
    """The lines on which a state or a choice is compared with a string."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(map(is_told_apart, sides)) and any(map(holds_text, sides)):
                yield node.lineno


def test_no_code_tells_states_apart_by_strings() -> None:
    found = {name_of(path): list(comparisons_with_strings(path.read_text("utf-8"))) for path in python_files("portal")}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "code", ['visit.state == "booked"', '"booked" != visit.state.value', 'visit.state in ("booked", "done")']
)
def test_the_guard_finds_a_comparison_with_a_string(code: str) -> None:
    assert list(comparisons_with_strings(code)) == [1]


@pytest.mark.parametrize("code", ["visit.state is VisitState.BOOKED", 'dialect.name == "sqlite"'])
def test_the_guard_lets_others_be(code: str) -> None:
    assert list(comparisons_with_strings(code)) == []
