"""The third-party files reach their folders whole, without what the portal must not show."""

import gzip
from pathlib import Path

import pytest

from tests.factories.fonts import write_font
from tools.assets import (
    DOCUMENT_FONTS,
    ICONS,
    KRDS,
    NOTO,
    ORDER,
    TOKENS,
    WEB_FONTS,
    compact_css,
    kit_files,
    write_folder,
)


def write(folder: Path, name: str, content: bytes = b"x") -> None:
    """A file in a folder made for it."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """What `kit_files` takes of `node_modules`."""
    folder = tmp_path / "node_modules"
    krds = folder / KRDS
    write(krds, TOKENS, b"/* made */ :root { --krds-a: 1px; --krds-b: 2px; --krds-c: var(--krds-b); }")
    for name in ("ico_call.svg", "ico_logo_krds.svg"):
        write(krds, f"{ICONS}/{name}")
    for number in (400, 700):
        write_font(krds / "fonts" / WEB_FONTS[number], {"a", "가", "각", "é"})
        write_font(folder / NOTO / DOCUMENT_FONTS[number], {"㈔"})
    return folder


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    folder = tmp_path / "css"
    for name in ORDER:
        write(folder, f"{name}.css", f".{name} {{ width: var(--krds-a); }}\n".encode())
    write(folder, "print.css", b"a { color: black; }")
    return folder


class TestKitFiles:
    def test_takes_icons_but_no_logo(self, modules: Path, sheets: Path) -> None:
        icons = [name for name in kit_files(modules, sheets, sheets) if name.endswith(".svg")]
        assert icons == ["img/component/icon/ico_call.svg"]

    def test_joins_the_sheets_with_the_tokens_that_they_use(self, modules: Path, sheets: Path) -> None:
        sheet = kit_files(modules, sheets, sheets)["portal.css"].decode()
        assert ":root{--krds-a:1px}.tokens{width: var(--krds-a)}.base{" in sheet
        assert sheet.endswith(".components{width: var(--krds-a)}@media print{a{color: black}}")

    def test_takes_the_tokens_that_tokens_use(self, modules: Path, sheets: Path) -> None:
        write(sheets, "base.css", b"a { width: var(--krds-c); }")
        sheet = kit_files(modules, sheets, sheets)["portal.css"].decode()
        assert ":root{--krds-a:1px;--krds-b:2px;--krds-c:var(--krds-b)}" in sheet

    def test_packs_the_sheet(self, modules: Path, sheets: Path) -> None:
        files = kit_files(modules, sheets, sheets)
        assert gzip.decompress(files["portal.css.gz"]) == files["portal.css"]


class TestCompactCss:
    def test_keeps_the_spaces_that_mean_something(self) -> None:
        source = "[data-mode] :root {\n  --shadow: 0 0 0 var(--a);\n  --font: 'Pretendard GOV', sans-serif;\n}\n"
        assert compact_css(source) == "[data-mode] :root{--shadow: 0 0 0 var(--a);--font: 'Pretendard GOV',sans-serif}"

    def test_keeps_what_stands_in_quotes(self) -> None:
        assert compact_css('a::after { content: " ;  } "; }') == 'a::after{content: " ;  } "}'


class TestWriteFolder:
    def test_leaves_unchanged_files_alone_and_removes_stale_ones(self, tmp_path: Path) -> None:
        assert write_folder(tmp_path, {"css/a.css": b"a", "b.js": b"b"}) == 2
        before = (tmp_path / "css/a.css").stat().st_mtime_ns
        assert write_folder(tmp_path, {"css/a.css": b"a"}) == 1
        assert (tmp_path / "css/a.css").stat().st_mtime_ns == before
        assert not (tmp_path / "b.js").exists()

    def test_leaves_the_stamps_of_make(self, tmp_path: Path) -> None:
        write(tmp_path, ".made", b"")
        assert write_folder(tmp_path, {}) == 0
