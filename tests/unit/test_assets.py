"""The third-party files reach their folders whole, without what the portal must not show."""

from pathlib import Path

from tools.assets import compact_css, kit_files, write_folder


def write(folder: Path, name: str, content: bytes = b"x") -> None:
    """A file in a folder made for it."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


class TestKitFiles:
    def test_takes_tokens_icons_web_fonts_but_no_logo(self, tmp_path: Path) -> None:
        krds = "krds-uiux/resources"
        write(tmp_path, f"{krds}/css/token/krds_tokens.css", b"/* made */ :root { --a: 1px; }")
        for name in ("ico_call.svg", "ico_logo_krds.svg"):
            write(tmp_path, f"{krds}/img/component/icon/{name}")
        for name in ("a.subset.woff", "a.subset.woff2"):
            write(tmp_path, f"{krds}/fonts/{name}")
        files = kit_files(tmp_path)
        assert sorted(files) == [
            "css/token/krds_tokens.css",
            "fonts/a.subset.woff2",
            "img/component/icon/ico_call.svg",
        ]
        assert files["css/token/krds_tokens.css"] == b":root{--a: 1px}\n"


class TestCompactCss:
    def test_keeps_the_spaces_that_mean_something(self) -> None:
        source = "[data-mode] :root {\n  --shadow: 0 0 0 var(--a);\n  --font: 'Pretendard GOV', sans-serif;\n}\n"
        assert (
            compact_css(source) == "[data-mode] :root{--shadow: 0 0 0 var(--a);--font: 'Pretendard GOV',sans-serif}\n"
        )


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
