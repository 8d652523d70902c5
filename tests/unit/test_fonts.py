"""Every character of the web font is in one of its slices, and what the portal says in the first ones."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.factories.fonts import write_font
from tools.fonts import REST, SYLLABLE, Weight, sliced, spans

WEB = {"a", "1", "·", "é", "ㄱ", *map(chr, range(0xAC00, 0xAC00 + 300))}
OTHER = {"㈔", "가"}


@pytest.fixture
def slices(tmp_path: Path) -> tuple[str, dict[str, TTFont]]:
    """The rules and the opened slices of a small font, for texts that say 가나 and 1."""
    weight = Weight(400, write_font(tmp_path / "web.ttf", WEB), write_font(tmp_path / "other.ttf", OTHER))
    rules, files = sliced([weight], "가힣 1·")
    return rules, {name: TTFont(BytesIO(font)) for name, font in files.items()}


def characters(font: TTFont) -> set[str]:
    return set(map(chr, font.getBestCmap()))


class TestSliced:
    def test_loses_no_character(self, slices: tuple[str, dict[str, TTFont]]) -> None:
        found = [characters(font) for font in slices[1].values()]
        assert set().union(*found) == WEB | {"㈔"}
        assert sum(map(len, found)) == len(WEB) + 1

    def test_gives_what_the_portal_says_first(self, slices: tuple[str, dict[str, TTFont]]) -> None:
        fonts = slices[1]
        assert characters(fonts["fonts/signs-400.woff2"]) == {"a", "1", "·"}
        assert characters(fonts["fonts/words-400.woff2"]) == {"가"}

    def test_takes_from_the_other_font_what_the_web_font_lacks(self, slices: tuple[str, dict[str, TTFont]]) -> None:
        rules, fonts = slices
        assert characters(fonts["fonts/other-400.woff2"]) == {"㈔"}
        assert re.search(f'font-family:"{REST}"[^}}]*unicode-range:U\\+3214}}', rules)

    def test_draws_a_missing_syllable_as_wide_as_it_will_be(self, slices: tuple[str, dict[str, TTFont]]) -> None:
        assert slices[1]["fonts/signs-400.woff2"]["hmtx"][".notdef"][0] == SYLLABLE


class TestSpans:
    def test_joins_neighbours(self) -> None:
        assert spans([0x41, 0x43, 0x42, 0x61]) == "U+41-43,U+61"
