"""Every text says whom it concerns, but for texts to staff and codes: one that fails becomes a call of that person."""

import ast
from collections.abc import Iterator

import pytest

from tests.arch.sources import name_of, python_files

OF_NOBODY = {"Audience.STAFF", "Audience.ACCOUNT"}


def unnamed(source: str) -> Iterator[int]:
    """Lines that queue a text for a resident or a helper, or for somebody not known there, and name no person."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("send_text"):
            given = {each.arg: ast.unparse(each.value) for each in node.keywords}
            if given.get("audience") not in OF_NOBODY and "concerns" not in given:
                yield node.lineno


def test_every_text_to_a_resident_or_helper_names_the_person() -> None:
    found = {name_of(path): list(unnamed(path.read_text("utf-8"))) for path in python_files("portal")}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("send_text(phone, body, audience=Audience.HELPER)", [1]),
        ("send_text(phone, body, audience=to)", [1]),
        ("send_text(phone, body, audience=to, concerns=person)", []),
        ("send_text(phone, body, audience=Audience.STAFF)", []),
    ],
)
def test_the_guard_finds_what_names_nobody(words: str, lines: list[int]) -> None:
    assert list(unnamed(words)) == lines
