"""`docs/faults.md` names for each fault the tests that hold it, and each is there."""

import re
from pathlib import Path

from tests.arch.sources import ROOT
from tests.arch.test_security_page import FILE, missing

CASES = {f"A{number}" for number in range(1, 7)} | {f"B{number}" for number in range(7, 15)}
CASES |= {"C15", "C16", *(f"D{number}" for number in range(17, 23)), "D22a", "D22b"}
CASES |= {f"E{number}" for number in range(23, 27)} | {f"G{number}" for number in range(34, 39)}
CASES |= {f"H{number}" for number in range(39, 51)}
ROW = re.compile(r"^\| ([A-H]\d+[ab]?) \| (.+) \| (.+) \|$", re.MULTILINE)


def page() -> str:
    return (ROOT / "docs/faults.md").read_text("utf-8")


def test_every_case_is_held_by_a_test() -> None:
    held = {case for case, _came, by in ROW.findall(page()) if FILE.search(by)}
    assert held == CASES


def test_every_test_that_is_named_is_there() -> None:
    assert missing(page(), ROOT) == set()


def test_the_guard_finds_a_test_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_x.py").write_text("def test_a() -> None: ...", "utf-8")
    assert missing("`tests/test_x.py` `test_a`, `test_b`; `tests/test_y.py`", tmp_path) == {
        "tests/test_x.py test_b",
        "tests/test_y.py",
    }
