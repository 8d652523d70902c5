"""Which third-party front-end files the portal takes from `node_modules`, and into which git-ignored folders."""

import posixpath
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.kit_css import compact_css, referenced_files

ROOT = Path(__file__).resolve().parent.parent
KIT = Path("portal/web/static/kit")
FONTS = Path("build/fonts")
KRDS = Path("krds-uiux/resources")
HTMX = Path("htmx.org/dist/htmx.min.js")
NOTO = Path("@expo-google-fonts/noto-sans-kr")
STYLE_SHEETS = ("css/token/krds_tokens.css", "css/component/output.css")


class BrokenReference(Exception):
    """A style sheet names a file that is not among those copied."""


def kit_files(modules: Path) -> dict[str, bytes]:
    """Served files by their path below `kit/`, the design kit's own relative paths kept."""
    krds = modules / KRDS
    files = {name: compact_css((krds / name).read_text("utf-8")).encode() for name in STYLE_SHEETS}
    loaded = {target for name in STYLE_SHEETS for target in _loaded_by(name, files[name].decode())}
    files |= {name: _existing(krds / name, name) for name in loaded}
    icons = sorted((krds / "img/component/icon").glob("*.svg"))
    files |= {f"img/component/icon/{icon.name}": icon.read_bytes() for icon in icons if "logo" not in icon.name}
    files |= {f"fonts/{font.name}": font.read_bytes() for font in sorted((krds / "fonts").glob("*.woff2"))}
    files["htmx.min.js"] = (modules / HTMX).read_bytes()
    return files


def font_files(modules: Path) -> dict[str, bytes]:
    """Fonts with every Korean syllable, embedded in documents and never served."""
    names = ("400Regular/NotoSansKR_400Regular.ttf", "700Bold/NotoSansKR_700Bold.ttf")
    return {Path(name).name: (modules / NOTO / name).read_bytes() for name in names}


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


def _loaded_by(style_sheet: str, css: str) -> Iterator[str]:
    folder = posixpath.dirname(style_sheet)
    for address in sorted(referenced_files(css)):
        yield posixpath.normpath(posixpath.join(folder, address))


def _existing(source: Path, name: str) -> bytes:
    if not source.is_file():
        raise BrokenReference(name)
    return source.read_bytes()


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
