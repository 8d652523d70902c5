"""Which third-party front-end files the portal takes from `node_modules`, and into which git-ignored folders."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KIT = Path("portal/web/static/kit")
FONTS = Path("build/fonts")
KRDS = Path("krds-uiux/resources")
TOKENS = "css/token/krds_tokens.css"
ICONS = "img/component/icon"
NOTO = Path("@expo-google-fonts/noto-sans-kr")
DOCUMENT_FONTS = ("400Regular/NotoSansKR_400Regular.ttf", "700Bold/NotoSansKR_700Bold.ttf")


def kit_files(modules: Path) -> dict[str, bytes]:
    """Served files by their path below `kit/`, which is the design kit's own path.

    The kit's design tokens, icons and web fonts are taken; its logos claim to be the government and are not.
    """
    krds = modules / KRDS
    files = {TOKENS: compact_css((krds / TOKENS).read_text("utf-8")).encode()}
    icons = (icon for icon in (krds / ICONS).glob("*.svg") if "logo" not in icon.name)
    for file in [*icons, *(krds / "fonts").glob("*.woff2")]:
        files[file.relative_to(krds).as_posix()] = file.read_bytes()
    return files


def font_files(modules: Path) -> dict[str, bytes]:
    """Fonts with every Korean syllable, embedded in documents and never served."""
    return {Path(name).name: (modules / NOTO / name).read_bytes() for name in DOCUMENT_FONTS}


def compact_css(source: str) -> str:
    """The style sheet without comments and idle white space; for sheets whose strings hold neither."""
    without_comments = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    return re.sub(r"\s*([;{},])\s*", r"\1", re.sub(r"\s+", " ", without_comments)).replace(";}", "}").strip() + "\n"


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
