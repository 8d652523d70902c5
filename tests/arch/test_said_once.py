"""A module says each of its names once: the second assignment would take back the first, as a merge may do unseen."""

import ast
from collections.abc import Iterator

import pytest

from tests.arch.sources import name_of, python_files


def said_again(source: str) -> Iterator[str]:
    """Names of a module or class that are assigned once more without being read for it."""
    tree = ast.parse(source)
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for body in (tree.body, *(node.body for node in classes)):
        known: set[str] = set()
        for name, value in _assigned(body):
            read = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
            if name in known - read:
                yield name
            known.add(name)


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
            yield node.target.id, node.value


def test_every_name_is_said_once() -> None:
    files = python_files("portal", "tests", "tools", "benchmarks")
    found = {name_of(path): set(said_again(path.read_text("utf-8"))) for path in files}
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize("source", ["A = {1}\nA = {2}", "class C:\n    a: int = 1\n    a: int = 2"])
def test_the_guard_finds_a_second_one(source: str) -> None:
    assert len(list(said_again(source))) == 1
    assert list(said_again("A = 1\nA = A + 1")) == []
