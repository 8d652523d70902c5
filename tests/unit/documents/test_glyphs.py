"""No character comes out as an empty box."""

import pytest

from portal.core.errors import DomainError
from portal.core.numbering import DEEPEST, marks
from portal.documents.glyphs import SUBSTITUTES, missing_glyphs, printable, require_glyphs, substituted
from portal.documents.render import render_html
from portal.documents.visible import MARK
from tests.unit.documents.samples import MODELS


class TestMissingGlyphs:
    def test_draws_every_syllable(self) -> None:
        assert missing_glyphs("".join(chr(code) for code in range(0xAC00, 0xD7A4))) == set()

    def test_draws_every_mark_of_numbered_items(self) -> None:
        assert missing_glyphs("".join("".join(marks(depth, 14)) for depth in range(1, DEEPEST + 1))) == set()

    def test_draws_what_official_papers_use(self) -> None:
        assert missing_glyphs("㈔㈜ㆍ·☎▲△■□※㎡【】「」『』〈〉《》“”‘’…–—→←×÷±℃₩€漢字①㉮ \n\u2060") == set()

    def test_draws_every_character_of_the_documents(self, name: str) -> None:
        document = MODELS[name]
        text = render_html(document)
        assert missing_glyphs(text if document.strict else printable(text)) == set()

    def test_finds_what_it_cannot_draw(self) -> None:
        assert missing_glyphs("가😊나☑") == {"😊", "☑"}


class TestSubstitutes:
    def test_stand_in_only_for_what_is_missing(self) -> None:
        assert all(missing_glyphs(char) == {char} for char in SUBSTITUTES)

    def test_can_be_drawn_themselves(self) -> None:
        assert missing_glyphs("".join(SUBSTITUTES.values()) + MARK) == set()

    def test_compose_what_was_typed_in_parts(self) -> None:
        assert substituted("\u1112\u1161\u11ab\u1100\u1173\u11af") == "한글"

    def test_let_a_known_sign_pass_the_guard(self) -> None:
        require_glyphs("☑ 동의함")

    def test_do_not_hide_an_unknown_one(self) -> None:
        with pytest.raises(DomainError):
            require_glyphs("동의함 😊")

    def test_name_them_all_beside_the_field(self) -> None:
        with pytest.raises(DomainError) as refusal:
            require_glyphs("둘 ⟶ 하나 😊\x01", "title")
        assert refusal.value.field == "title"
        assert refusal.value.params["characters"] == "U+0001, ⟶ (U+27F6), 😊 (U+1F60A)"
