"""Migrations stand in one line, each under its own number."""

import re
from pathlib import Path

VERSIONS = Path(__file__).parent.parent.parent / "migrations" / "versions"
SAID = re.compile(r'^(down_)?revision(?:: [^=]+)? = (?:"(\d{4})"|None)$', re.MULTILINE)


def test_each_follows_the_one_before() -> None:
    files = sorted(VERSIONS.glob("[0-9]*.py"))
    said = [{bool(found[1]): found[2] for found in SAID.finditer(path.read_text("utf-8"))} for path in files]
    numbers = [path.name[:4] for path in files]
    assert [each.get(False) for each in said] == numbers == sorted(set(numbers))
    assert [each.get(True) for each in said] == [None, *numbers[:-1]]
