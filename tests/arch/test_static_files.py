"""Every file that a style sheet or a template loads is there once the set-up has run."""

import re
from pathlib import Path

from tests.arch.sources import ROOT, name_of, templates

STATIC = ROOT / "portal/web/static"
LOADED = re.compile(r"url\(\s*['\"]?([^'\")#?]+)")
NAMED = re.compile(r"filename=['\"]([^'\"]+\.\w+)['\"]\s*\)")


def missing_from(style_sheet: Path) -> list[str]:
    """Relative addresses in the style sheet that lead nowhere."""
    addresses = LOADED.findall(style_sheet.read_text("utf-8"))
    return [
        address
        for address in addresses
        if not address.startswith("data:") and not (style_sheet.parent / address).is_file()
    ]


def test_style_sheets_load_files_that_exist() -> None:
    found = {name_of(path): missing_from(path) for path in sorted(STATIC.rglob("*.css"))}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


def test_templates_name_files_that_exist() -> None:
    found = {name_of(path): NAMED.findall(path.read_text("utf-8")) for path in templates()}
    missing = {(name, file) for name, files in found.items() for file in files if not (STATIC / file).is_file()}
    assert missing == set()


def test_the_guard_sees_a_broken_address(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text('a { background: url("../gone.svg"), url(data:image/png;base64,AA), url(a.css?v=1) }')
    assert missing_from(sheet) == ["../gone.svg"]
