"""The web font in slices, so that a page loads only what it shows.

Signs (Latin letters, digits, punctuation) come before the first paint and give every line its height; the syllables of
the portal's own texts follow in one file a weight, all others in files by ranges.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY, REST = "Pretendard GOV", "Pretendard GOV Rest"
HANGUL = frozenset(range(0xAC00, 0xD7A4))
SYLLABLE = 1770
"""How wide every Korean syllable of the web font is, in 2048ths of its size."""
ASCII = frozenset(range(0x20, 0x7F))
PRIVATE = 0xE000
"""From here on nobody writes what the font draws."""
JAMO = frozenset(range(0x3131, 0x318F))
"""Single Korean letters: sought by them, hardly ever shown."""
BRACKETED = frozenset(range(0x3200, 0x321F))
"""Korean letters in brackets, which names of bodies begin with."""
SLICE = 128
FEATURES = ["calt", "ccmp", "clig", "kern", "locl"]
"""What browsers apply unasked."""
TEXTS = {".csv", ".html", ".md", ".pot", ".py", ".toml"}


@dataclass(frozen=True)
class Weight:
    """The files of one weight: the web font, and the font of documents for what the web font has no glyph for."""

    number: int
    web: Path
    other: Path


def texts_below(folder: Path) -> str:
    """Everything that the portal may say by itself."""
    return "".join(path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.suffix in TEXTS)


def sliced(weights: Iterable[Weight], texts: str) -> tuple[str, dict[str, bytes]]:
    """The `@font-face` rules and the files that they name, by their path beside the style sheet."""
    faces = [face for weight in weights for face in _faces(weight, {ord(sign) for sign in texts})]
    return "".join(face.rule for face in faces), {face.name: face.font for face in faces}


@dataclass(frozen=True)
class _Face:
    """One slice; its address has the mark by which browsers may keep it (`portal.web.static_files`)."""

    family: str
    weight: int
    name: str
    font: bytes
    spans: str
    display: str
    """What is shown until it has come (`font-display`)."""

    @property
    def rule(self) -> str:
        mark = sha256(self.font).hexdigest()[:10]
        return (
            f'@font-face{{font-family:"{self.family}";font-weight:{self.weight};font-display:{self.display};'
            f'src:url("{self.name}?v={mark}") format("woff2");unicode-range:{self.spans}}}'
        )


def _faces(weight: Weight, used: set[int]) -> Iterator[_Face]:
    """Two families, the second for what the first lacks; of one family, the last face that names a sign wins."""
    web, other = _Font(weight.web), _Font(weight.other)
    signs = web.characters & (ASCII | used) - HANGUL - JAMO
    words = web.characters & used & HANGUL

    def face(family: str, name: str, font: bytes, characters: Iterable[int], display: str = "swap") -> _Face:
        return _Face(family, weight.number, f"fonts/{name}-{weight.number}.woff2", font, spans(characters), display)

    # Another font's signs are not as wide: where these come too late, the page keeps what it has rather than move.
    yield face(FAMILY, "signs", web.cut(signs, lacking=SYLLABLE), signs, "optional")
    yield face(FAMILY, "words", web.cut(words), HANGUL)
    seldom = sorted(web.characters & HANGUL - words)
    for number, start in enumerate(range(0, len(seldom), SLICE)):
        characters = seldom[start : start + SLICE]
        yield face(REST, f"rest-{number}", web.cut(characters), range(characters[0], characters[-1] + 1))
    foreign = {character for character in web.characters - HANGUL - signs if character < PRIVATE}
    yield face(REST, "foreign", web.cut(foreign), foreign)
    lacking = other.characters & (BRACKETED | used) - web.characters
    yield face(REST, "other", other.cut(lacking), lacking)


class _Font:
    """A font that slices are cut from."""

    def __init__(self, path: Path) -> None:
        font = TTFont(path)
        font.flavor = None
        unpacked = BytesIO()
        font.save(unpacked)
        self._unpacked = unpacked.getvalue()
        self.characters = frozenset(font.getBestCmap())

    def cut(self, characters: Iterable[int], *, lacking: int | None = None) -> bytes:
        """These characters alone, as WOFF2; `lacking` is how wide a box is drawn for what no font has."""
        font = TTFont(BytesIO(self._unpacked), lazy=True)
        cutting = subset.Subsetter(subset.Options(hinting=False, name_IDs=[], layout_features=FEATURES))
        cutting.populate(unicodes=characters)
        cutting.subset(font)
        if lacking is not None:
            font["hmtx"][".notdef"] = (lacking, font["hmtx"][".notdef"][1])
        font.flavor = "woff2"
        packed = BytesIO()
        font.save(packed)
        return packed.getvalue()


def spans(characters: Iterable[int]) -> str:
    """The characters as a `unicode-range`."""
    runs = groupby(enumerate(sorted(characters)), key=lambda item: item[1] - item[0])
    found = [[character for _, character in run] for _, run in runs]
    return ",".join(f"U+{run[0]:X}" if len(run) == 1 else f"U+{run[0]:X}-{run[-1]:X}" for run in found)
