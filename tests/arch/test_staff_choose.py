"""Staff hear as each chose, at once or once a day: nobody mails them but `duty`, which asks."""

import ast
from collections.abc import Iterator

import pytest

from tests.arch.sources import name_of, python_files

NO_STAFF = {"Audience.COOPERATIVE", "Audience.ACCOUNT", "Audience.ASKED", "Audience.GUEST"}
"""Members by the address of the member, an account about itself, and whoever is asked to a meeting, with its file."""

MAY = {
    "portal/duty/actions.py": "asks how each chose",
    "portal/duty/tasks.py": "the mail of the day",
    "portal/audit/tasks.py": "a mailbox that nobody of the portal can reach",
}


def mails_staff(source: str) -> Iterator[int]:
    """Lines that queue a mail to staff, or to somebody not known there."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("send_mail"):
            given = {each.arg: ast.unparse(each.value) for each in node.keywords}
            if given.get("audience") not in NO_STAFF:
                yield node.lineno


def test_nobody_else_mails_staff() -> None:
    sources = {name_of(path): path.read_text("utf-8") for path in python_files("portal")}
    assert {name for name, source in sources.items() if list(mails_staff(source))} == MAY.keys()


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("send_mail(to, a, b, audience=Audience.COORDINATOR)", [1]),
        ("send_mail(to, a, b, audience=to)", [1]),
        ("send_mail(to, a, b, audience=Audience.ACCOUNT)", []),
    ],
)
def test_the_guard_finds_who_does(words: str, lines: list[int]) -> None:
    assert list(mails_staff(words)) == lines
