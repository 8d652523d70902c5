"""Each test that `docs/security.md` names is there."""

import re
from pathlib import Path

FILE = re.compile(r"`((?:tests|benchmarks|portal)/[\w/]+\.py)`((?:,? ?`\w+`)*)")
NAME = re.compile(r"`(\w+)`")


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


def test_what_the_page_names_is_there(project: Path) -> None:
    page = (project / "docs/security.md").read_text("utf-8")
    assert len(FILE.findall(page)) > 30
    assert missing(page, project) == set()


def test_the_guard_finds_what_is_not(project: Path) -> None:
    page = "`tests/arch/test_security_page.py` `missing`, `nothing` and `tests/arch/test_none.py`"
    assert missing(page, project) == {"tests/arch/test_security_page.py nothing", "tests/arch/test_none.py"}
