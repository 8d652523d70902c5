"""Fonts of empty glyphs."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph


def write_font(path: Path, signs: set[str]) -> Path:
    """A font with these characters at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = {ord(sign): f"u{ord(sign):04X}" for sign in sorted(signs)}
    font = FontBuilder(2048)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    font.setupGlyf({name: Glyph() for name in (".notdef", *names.values())})
    font.setupHorizontalMetrics(dict.fromkeys(names.values(), (1770, 0)) | {".notdef": (2048, 0)})
    font.setupHorizontalHeader(ascent=1950, descent=-494)
    font.setupOS2()
    font.setupPost()
    font.save(path)
    return path
