"""The names of this installation are settings: nothing but their defaults and the demonstration writes them."""

import pytest

from portal.config import Settings
from tests.arch.sources import ROOT, name_of

NAMED = ("site_name", "sender_name", "consortium_name", "lead_agency_name", "office_name", "office_hours")
NUMBERS = ("+8223001000", "02-300-1000", "care@example.kr")
OURS = ("portal/config/settings.py", "portal/demo/", "portal/translations/")
AN_ADDRESS = "portal/consortium/members/forms.py"
SUFFIXES = {".py", ".html", ".md", ".toml", ".csv", ".js", ".css", ".svg", ".txt"}


def defaults() -> set[str]:
    names = {str(Settings.model_fields[field].default) for field in NAMED}
    return names | {name.replace(" ", "") for name in names} | set(NUMBERS)


def named_in(text: str) -> set[str]:
    return {name for name in defaults() if name in text}


def texts() -> dict[str, str]:
    """Whatever the portal ships as text, its own files only."""
    files = [path for path in (ROOT / "portal").rglob("*") if path.suffix in SUFFIXES and "static/kit" not in str(path)]
    return {name_of(path): path.read_text("utf-8") for path in files if not name_of(path).startswith(OURS)}


def test_no_text_writes_a_name_of_this_installation() -> None:
    found = {name: named_in(text) for name, text in texts().items()}
    assert {name for name, names in found.items() if names - {"care@example.kr"}} == set()
    assert {name for name, names in found.items() if names} == {AN_ADDRESS}, "an example of an address"


@pytest.mark.parametrize("text", ["[돌봄이음] 안내", "마포돌봄이음", "문의 02-300-1000", "마포구고용복지지원센터"])
def test_the_guard_finds_a_name(text: str) -> None:
    assert named_in(text)


def test_the_guard_lets_other_names_be() -> None:
    assert named_in("마포 1인가구 돌봄 컨소시엄, 마포돌봄사회적협동조합, 사무국") == set()
