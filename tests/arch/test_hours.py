"""The hours of the office are asked of `core.promises` or the settings: no module has office hours of its own."""

import ast
from collections.abc import Iterator

import pytest

from tests.arch.sources import name_of, python_files

OF_SOMETHING_ELSE = {
    "portal/config/settings.py": "where the hours of the office are set",
    "portal/core/promises.py": "until when somebody on call telephones",
    "portal/consortium/meetings/rules.py": "when a meeting usually begins",
    "portal/coordinators/referrals/rules.py": "where the morning ends",
    "portal/duty/tasks.py": "from when on the mail of the day goes",
    "portal/monitoring/watching/rules.py": "of a home: its night, and its week",
    "portal/notifications/rules.py": "between which no text rings",
    "portal/partners/requests/rules.py": "at which a request counts of which nobody knows the hour",
    "portal/privacy/reviews/rules.py": "what is early or late to read a file",
}


def hours_in(source: str) -> Iterator[int]:
    """Lines that write an hour of the clock; midnight is none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time", "datetime.time"} and node.args:
            hour = node.args[0]
            if isinstance(hour, ast.Constant) and hour.value:
                yield node.lineno


def test_no_module_has_office_hours_of_its_own() -> None:
    sources = {name_of(path): path.read_text("utf-8") for path in python_files("portal")}
    found = {name for name, source in sources.items() if list(hours_in(source))}
    assert {name for name in found if not name.startswith("portal/demo/")} == OF_SOMETHING_ELSE.keys()


@pytest.mark.parametrize(("words", "lines"), [("CLOSING = time(18, 0)", [1]), ("x = time(0)", []), ("now()", [])])
def test_the_guard_finds_them(words: str, lines: list[int]) -> None:
    assert list(hours_in(words)) == lines
