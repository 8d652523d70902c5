"""Files for browsers and for documents, made at set-up of our own and of `node_modules`: all git-ignored."""

import gzip
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.fonts import Weight, sliced, texts_below

ROOT = Path(__file__).resolve().parent.parent
PORTAL = ROOT / "portal"
SHEETS = PORTAL / "web/static/css"
KIT = Path("portal/web/static/kit")
FONTS = Path("build/fonts")
KRDS = Path("krds-uiux/resources")
TOKENS = "css/token/krds_tokens.css"
ICONS = "img/component/icon"
NOTO = Path("@expo-google-fonts/noto-sans-kr")
DOCUMENT_FONTS = {400: "400Regular/NotoSansKR_400Regular.ttf", 700: "700Bold/NotoSansKR_700Bold.ttf"}
WEB_FONTS = {400: "PretendardGOV-Regular.subset.woff2", 700: "PretendardGOV-Bold.subset.woff2"}
ORDER = ("tokens", "base", "icons", "layout", "controls", "fields", "tables", "components")
"""The sheets that every page needs; a later one may overrule an earlier one."""
SHEET = "portal.css"
TOKEN = re.compile(r"var\((--krds[\w-]+)\)")


def kit_files(modules: Path, sheets: Path = SHEETS, texts: Path = PORTAL) -> dict[str, bytes]:
    """Served files by their path below `kit/`: one style sheet, the web font in slices, icons.

    The kit's design tokens, icons and web font are taken; its logos claim to be the government and are not.
    """
    krds = modules / KRDS
    weights = [
        Weight(number, krds / "fonts" / name, modules / NOTO / DOCUMENT_FONTS[number])
        for number, name in WEB_FONTS.items()
    ]
    rules, files = sliced(weights, texts_below(texts))
    files[SHEET] = (rules + style_sheet((krds / TOKENS).read_text("utf-8"), sheets)).encode()
    files[f"{SHEET}.gz"] = gzip.compress(files[SHEET], mtime=0)
    icons = (icon for icon in (krds / ICONS).glob("*.svg") if "logo" not in icon.name)
    return files | {icon.relative_to(krds).as_posix(): icon.read_bytes() for icon in icons}


def style_sheet(tokens: str, sheets: Path) -> str:
    """The sheets of every page as one, with the tokens that they use before them and what is printed behind them."""
    own = "".join((sheets / f"{name}.css").read_text("utf-8") for name in ORDER)
    printed = (sheets / "print.css").read_text("utf-8")
    return f"{_used_tokens(compact_css(tokens), own + printed)}{compact_css(own)}@media print{{{compact_css(printed)}}}"


def _used_tokens(tokens: str, sheets: str) -> str:
    """The tokens that the sheets use, and those that these use."""
    values: dict[str, str] = dict(re.findall(r"(--krds[\w-]+):\s*([^;}]+)", tokens))
    used: set[str] = set()
    named = TOKEN.findall(sheets)
    while named:
        used.update(named)
        named = [name for token in named for name in TOKEN.findall(values[token]) if name not in used]
    return f":root{{{';'.join(f'{name}:{value}' for name, value in values.items() if name in used)}}}"


def font_files(modules: Path) -> dict[str, bytes]:
    """Fonts with every Korean syllable, embedded in documents and never served."""
    return {Path(name).name: (modules / NOTO / name).read_bytes() for name in DOCUMENT_FONTS.values()}


def compact_css(source: str) -> str:
    """The style sheet without comments and idle white space; what stands in quotes stays as it is."""
    parts = re.split(r"""("[^"]*"|'[^']*')""", re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL))
    parts[::2] = [_compact(part) for part in parts[::2]]
    return "".join(parts).replace(";}", "}").strip()


def _compact(part: str) -> str:
    return re.sub(r"\s*([;{},])\s*", r"\1", re.sub(r"\s+", " ", part))


def write_folder(folder: Path, files: Mapping[str, bytes]) -> int:
    """Make the folder hold exactly these files, unchanged ones untouched; returns how many changed."""
    changed = 0
    for name, content in files.items():
        target = folder / name
        if target.is_file() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        changed += 1
    for stale in _files_below(folder):
        if stale.relative_to(folder).as_posix() not in files:
            stale.unlink()
            changed += 1
    return changed


def _files_below(folder: Path) -> list[Path]:
    """All files but the stamps of make, whose names begin with a dot."""
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]


def main() -> int:
    """Copy both folders and say how much changed."""
    modules = ROOT / "node_modules"
    changed = write_folder(ROOT / KIT, kit_files(modules)) + write_folder(ROOT / FONTS, font_files(modules))
    sys.stdout.write(f"assets: {changed} files written or removed in {KIT} and {FONTS}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
