"""Every word that people see passes through the message catalogue."""

import pytest

from tests.arch.sources import name_of, python_files, templates
from tests.arch.words import unmarked_in_python, unmarked_in_template

ABOUT_THE_LANGUAGE = {
    "portal/benefits/ledger/units.py": "units of time as prices name them",
    "portal/consortium/catalogue/units.py": "units of nights as prices name them",
    "portal/config/settings.py": "names of this installation, which the settings replace",
    "portal/core/concealing.py": "the range of syllables, and what follows names",
    "portal/core/dates.py": "how Korean writes days",
    "portal/core/dongs.py": "names of places",
    "portal/core/hangul.py": "the letters themselves",
    "portal/core/markdown.py": "the range of syllables",
    "portal/partners/requests/rules.py": "the range of syllables",
    "portal/core/money.py": "numerals",
    "portal/core/names.py": "family names of two syllables",
    "portal/core/numbering.py": "marks of numbered paragraphs",
    "portal/core/phone.py": "numerals that dictation writes",
    "portal/core/series.py": "what people type before a number",
    "portal/documents/sheets.py": "what stands for a sign that an encoding lacks",
    "portal/documents/words.py": "the ranges of syllables",
    "portal/web/unbroken.py": "how Korean writes days",
    "portal/web/day_fields.py": "how Korean writes days, hours and amounts",
}
INVENTED = "portal/demo/"


def unmarked_python() -> dict[str, list[tuple[int, str]]]:
    """Korean strings outside the catalogue by file, the demonstration's invented people aside."""
    found = {name_of(path): list(unmarked_in_python(path.read_text("utf-8"))) for path in python_files("portal")}
    return {name: texts for name, texts in found.items() if texts and not name.startswith(INVENTED)}


def test_modules_mark_their_words() -> None:
    assert {name: texts for name, texts in unmarked_python().items() if name not in ABOUT_THE_LANGUAGE} == {}


def test_no_exception_is_out_of_date() -> None:
    assert ABOUT_THE_LANGUAGE.keys() - unmarked_python().keys() == set()


def test_templates_mark_their_words() -> None:
    found = {name_of(path): list(unmarked_in_template(path.read_text("utf-8"))) for path in templates()}
    assert {name: texts for name, texts in found.items() if texts} == {}


class TestTheFinder:
    @pytest.mark.parametrize("source", ['_("말")', 'N_("말")', 'f(_("말"), 1)', '"""말"""', 'ngettext("말", "말", 2)'])
    def test_lets_marked_words_be(self, source: str) -> None:
        assert list(unmarked_in_python(source)) == []

    @pytest.mark.parametrize("source", ['x = "말"', 'f("말")', 'f"{x}말"', '_(x, y) + "말"'])
    def test_finds_unmarked_words(self, source: str) -> None:
        assert [text for _, text in unmarked_in_python(source)] == ["말"]

    @pytest.mark.parametrize(
        "source",
        [
            "{{ _('말') }}",
            "{% trans %}말{% endtrans %}",
            "{# 말 #}",
            "{{ f(x=_('말'), y=g(1)) }}",
            "{{ ngettext('말', '말', n) }}",
        ],
    )
    def test_lets_marked_words_of_templates_be(self, source: str) -> None:
        assert list(unmarked_in_template(source)) == []

    @pytest.mark.parametrize(
        "source", ["<p>말</p>", "{{ f('말') }}", "{% trans %}x{% endtrans %}말", "{{ _('x') }}{% set y = '말' %}"]
    )
    def test_finds_unmarked_words_of_templates(self, source: str) -> None:
        assert len(list(unmarked_in_template(source))) == 1
