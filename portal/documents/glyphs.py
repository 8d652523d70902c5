"""Which characters the document fonts can draw, and what stands in for the few known ones they cannot."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.documents.fonts import FILES, font_folder
from portal.documents.visible import MARK

SUBSTITUTES = {
    "☑": "■",
    "☒": "■",
    "✅": "■",
    "☐": "□",
    "⬜": "□",
    "✔": "✓",
    "❌": "×",
    "►": "▶",
    "➜": "→",
    "\u2009": " ",
    "\u2028": "\n",
    "\ufe0f": "",
    "\ufeff": "",
}
UNPRINTABLE = N_("문서에 쓸 수 없는 글자가 있습니다: %(characters)s. 다른 글자로 바꾸어 주십시오.")

_DRAWN_WITHOUT_GLYPH = frozenset("\t\n\r\u200b\u200c\u200d\u2060")
_SUBSTITUTES = str.maketrans(SUBSTITUTES)


@cache
def _drawable(paths: tuple[Path, ...]) -> frozenset[int]:
    return frozenset.intersection(*(_code_points(path) for path in paths))


def _code_points(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 costs time: only where documents are made

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawable() -> frozenset[int]:
    """The code points that every document font has a glyph for."""
    return _drawable(tuple(font_folder.path(name) for name in FILES))


def missing_glyphs(text: str) -> set[str]:
    """The characters of `text` that a document font could not draw."""
    glyphs = drawable()
    return {char for char in set(text) - _DRAWN_WITHOUT_GLYPH if ord(char) not in glyphs}


def substituted(text: str) -> str:
    """`text` in composed form (NFC), with the stated substitutes for characters that the fonts lack."""
    return unicodedata.normalize("NFC", text).translate(_SUBSTITUTES)


def printable(text: str) -> str:
    """`text` with `MARK` for each character that cannot be drawn."""
    text = substituted(text)
    missing = missing_glyphs(text)
    return "".join(MARK if char in missing else char for char in text) if missing else text


def require_glyphs(text: str, field: str | None = None) -> None:
    """Refuse `text` with characters that would come out as empty boxes, and name them all."""
    named = unprintable(text)
    if named:
        raise DomainError(UNPRINTABLE, field, characters=named)


def require_glyphs_in(parts: Iterable[tuple[str, str]]) -> None:
    """The same for the parts of a document, each its name and its text; the refusal says where which ones are."""
    found = [f"‘{name}’ {characters}" for name, text in parts if (characters := unprintable(text))]
    if found:
        raise DomainError(UNPRINTABLE, characters="; ".join(found))


def unprintable(text: str) -> str:
    """The characters of `text` that would come out as empty boxes, each with its code point: 😀 (U+1F600), U+0001."""
    return ", ".join(_named(char) for char in sorted(missing_glyphs(substituted(text))))


def _named(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f"{char} ({code})" if char.isprintable() else code
