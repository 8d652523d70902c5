"""The design kit's style sheet reaches the portal without what the portal must not show, and otherwise unchanged."""

from pathlib import Path

import pytest

from tools.assets import BrokenReference, kit_files, write_folder
from tools.kit_css import compact_css, referenced_files


class TestCompactCss:
    def test_keeps_a_rule_and_tightens_it(self) -> None:
        assert compact_css("a , b {\n  color: red;\n  margin: 0 auto;\n}\n") == "a,b{color: red;margin: 0 auto}\n"

    def test_drops_comments_charset_and_imports(self) -> None:
        assert compact_css('@charset "utf-8"; @import "x.css"; /* note */ a { color: red }') == "a{color: red}\n"

    def test_drops_the_government_masthead_and_keeps_its_neighbour(self) -> None:
        assert compact_css("#krds-masthead .inner, .btn { color: red }") == ".btn{color: red}\n"

    def test_drops_a_media_rule_that_is_left_empty(self) -> None:
        source = "@media (max-width: 9px) { .krds-identifier { color: red } } @media print { a { color: red } }"
        assert compact_css(source) == "@media print{a{color: red}}\n"

    def test_keeps_keyframes_whole(self) -> None:
        assert compact_css("@keyframes spin { to { rotate: 1turn; } }") == "@keyframes spin{to{rotate: 1turn;}}\n"

    def test_splits_selectors_only_where_they_part(self) -> None:
        assert compact_css("a:is(.logo, .btn), b { color: red }") == "b{color: red}\n"


class TestReferencedFiles:
    def test_finds_files_without_quotes_and_queries(self) -> None:
        css = "a{b:url(\"x.svg?v=1\");c:url('y.woff2#iefix');d:url(z.png);e:url(data:image/png;base64,AA);f:url(#g)}"
        assert referenced_files(css) == {"x.svg", "y.woff2", "z.png"}


class TestWriteFolder:
    def test_leaves_unchanged_files_alone_and_removes_stale_ones(self, tmp_path: Path) -> None:
        assert write_folder(tmp_path, {"css/a.css": b"a", "b.js": b"b"}) == 2
        before = (tmp_path / "css/a.css").stat().st_mtime_ns
        assert write_folder(tmp_path, {"css/a.css": b"a"}) == 1
        assert (tmp_path / "css/a.css").stat().st_mtime_ns == before
        assert not (tmp_path / "b.js").exists()


class TestKitFiles:
    def test_refuses_a_style_sheet_that_loads_a_missing_file(self, tmp_path: Path) -> None:
        krds = tmp_path / "krds-uiux/resources"
        (krds / "css/token").mkdir(parents=True)
        (krds / "css/component").mkdir()
        (krds / "css/token/krds_tokens.css").write_text(":root { --a: 1 }")
        (krds / "css/component/output.css").write_text("a { background: url(../../img/component/icon/gone.svg) }")
        with pytest.raises(BrokenReference, match=r"img/component/icon/gone\.svg"):
            kit_files(tmp_path)
