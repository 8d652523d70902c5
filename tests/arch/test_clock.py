"""A test that opens pages asks the clock when it runs, not when its module is read: a run may go past midnight."""

import ast
from collections.abc import Iterator

import pytest

from tests.arch.sources import name_of, python_files

ASKS = frozenset({"clock.now", "datetime.now", "date.today", "time.time"})
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
OPENS = frozenset({"client", "PortalClient", "page", "browser"})


def asked_when_read(source: str) -> Iterator[int]:
    """Lines of a module that opens pages which ask the clock as soon as it is imported."""
    tree = ast.parse(source)
    if OPENS.isdisjoint(_names(tree)):
        return
    for node in _run_when_read(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ASKS:
            yield node.lineno


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name):
            yield node.id


def _run_when_read(node: ast.AST) -> Iterator[ast.AST]:
    """Everything but the bodies of functions."""
    yield node
    body = getattr(node, "body", None) if isinstance(node, FUNCTIONS) else None
    inside = body if isinstance(body, list) else [body]
    for child in ast.iter_child_nodes(node):
        if child not in inside:
            yield from _run_when_read(child)


def test_no_module_that_opens_pages_asks_the_clock_when_it_is_read() -> None:
    sources = {name_of(path): path.read_text("utf-8") for path in python_files("tests")}
    found = {name: list(asked_when_read(source)) for name, source in sources.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "words",
    [
        "NOW = clock.now()\ndef test_x(client): ...",
        "def test_x(client, now=datetime.now(UTC)): ...",
        "class TestX:\n    day = date.today()\n    def test_x(self, page): ...",
    ],
)
def test_the_guard_finds_who_does(words: str) -> None:
    assert len(list(asked_when_read(words))) == 1


@pytest.mark.parametrize(
    "words", ["NOW = clock.now()\ndef test_x(session): ...", "def test_x(client):\n    now = clock.now()"]
)
def test_the_guard_leaves_alone_who_does_not(words: str) -> None:
    assert list(asked_when_read(words)) == []
