"""`docs/security.md` has a line for each requirement, and what a line names is there."""

import ast
import re
from pathlib import Path

from flask import Flask

from portal.config import Settings
from portal.core.targets import Targets
from tests.arch.sources import functions, name_of, python_files

REQUIREMENTS = 208
"""Of ASVS 5.0, levels 1 and 2: those that apply to this portal."""
FILE = re.compile(r"`((?:tests|benchmarks|portal)/[\w/]+\.py)`((?:,? ?`\w+`)*)")
NAME = re.compile(r"`(\w+)`")
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| (.+) \| (.+) \|$", re.MULTILINE)
PAGE = re.compile(r"`((?!docs|tests)[a-z_]+\.[a-z_]+)`")
SETTING = re.compile(r"`PORTAL_([A-Z0-9_]+)`")
REASON = re.compile(r"open: .{40,}")
BEGINS = frozenset({"enter", "begin_session"})


def missing(page: str, project: Path) -> set[str]:
    """Files that are not there, and names that their file does not define."""
    found = set()
    for path, names in FILE.findall(page):
        source = (project / path).read_text("utf-8") if (project / path).is_file() else None
        if source is None:
            found.add(path)
            continue
        found |= {f"{path} {name}" for name in NAME.findall(names) if not re.search(rf"(class|def) {name}\b", source)}
    return found


def unknown_settings(page: str) -> set[str]:
    names = set(Settings.model_fields) | {f"target_{name}" for name in Targets.model_fields}
    return {name for name in SETTING.findall(page) if name.lower() not in names}


def shows_nothing(shown: str) -> bool:
    return not (FILE.search(shown) or PAGE.search(shown) or SETTING.search(shown) or REASON.search(shown))


def begin_sessions() -> set[str]:
    """The views in which somebody is signed in."""
    return {
        function.name
        for path in python_files("portal/accounts")
        if "/views" in name_of(path)
        for function in functions(ast.parse(path.read_text("utf-8")))
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BEGINS
    }


def page_of(project: Path) -> str:
    return (project / "docs/security.md").read_text("utf-8")


def test_what_the_page_names_is_there(project: Path, app: Flask) -> None:
    page = page_of(project)
    assert missing(page, project) == set()
    assert unknown_settings(page) == set()
    shown = " ".join(row[2] for row in ROW.findall(page))
    pages = {name for name in PAGE.findall(shown) if not name.endswith((".conf", ".py", ".yaml"))}
    assert pages <= app.view_functions.keys()


def test_every_requirement_has_a_line_that_shows_something(project: Path) -> None:
    rows = ROW.findall(page_of(project))
    named = [requirement for requirement, _, _ in rows]
    assert len(named) == len(set(named)) == REQUIREMENTS
    assert named == sorted(named, key=lambda each: [int(part) for part in each[1:].split(".")])
    assert [requirement for requirement, _, shown in rows if shows_nothing(shown)] == []


def test_what_is_open_is_told_at_the_beginning(project: Path) -> None:
    page = page_of(project)
    told = set(re.findall(r"V\d+\.\d+\.\d+", page[: page.index("## Ways in")]))
    assert told == {requirement for requirement, _, shown in ROW.findall(page) if "open:" in shown}


def test_every_way_in_is_named(project: Path) -> None:
    page = page_of(project)
    ways = page[page.index("## Ways in") : page.index("## Keys")]
    cells = [row.split(" | ")[2] for row in ways.splitlines() if row.startswith("| ")]
    assert begin_sessions() == {name for cell in cells for name in NAME.findall(cell)}


def test_the_guard_finds_what_is_not(project: Path) -> None:
    page = "`tests/arch/test_security_page.py` `missing`, `nothing` and `tests/arch/test_none.py`"
    assert missing(page, project) == {"tests/arch/test_security_page.py nothing", "tests/arch/test_none.py"}
    assert unknown_settings("`PORTAL_MODE` and `PORTAL_NOTHING`") == {"NOTHING"}
    assert shows_nothing("it is so")
    assert shows_nothing("open: later")
