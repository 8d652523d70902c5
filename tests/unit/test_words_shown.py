"""`_("…")` of templates shows the words of the visitor's language, by the same code in each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, g
from flask_babel import Babel, force_locale
from jinja2 import Environment
from markupsafe import Markup

from portal.web.words import gettext, install, ngettext, shown

ENGLISH = {"돌봄": "care", "절반 50%%": "half 50%%", "%(name)s 님": "Dear %(name)s", "<b>굵게</b>": "<b>bold</b>"}
SOURCES = (
    '{{ _("돌봄") }}',
    '{{ _("아직 옮기지 않은 말") }}',
    '{{ _("<b>굵게</b>") }}',
    '{{ _("절반 50%%") }}',
    '{{ _("%(name)s 님", name="<b>홍</b>") }}',
    '{{ _("돌봄") ~ "<i>" }}',
    '{{ _("돌봄").upper() }}',
    '{% macro m(t=_("돌봄")) %}{{ t }}{% endmacro %}{{ m() }}',
)


@pytest.fixture(params=["ko", "en"])
def locale(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Inside an application with a catalogue of its own, in each language in turn."""
    folder = tmp_path / "en/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="en")
    for korean, english in ENGLISH.items():
        catalogue.add(korean, english)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    app = Flask("words")
    Babel(app, default_locale="ko", default_translation_directories=str(tmp_path))
    with app.test_request_context(), force_locale(request.param):
        g.pop("words", None)
        yield request.param


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_text_as_by_jinja(locale: str, source: str) -> None:
    ours, jinjas = Flask("ours"), Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    ours.jinja_env.add_extension("jinja2.ext.i18n")
    install(ours)
    jinjas.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    for _ in range(2):
        assert ours.jinja_env.from_string(source).render() == jinjas.from_string(source).render()


def test_the_words_are_those_of_the_language(locale: str) -> None:
    assert shown("돌봄") == {"ko": "돌봄", "en": "care"}[locale]
    assert shown("%(name)s 님", name="<b>") == {"ko": "&lt;b&gt; 님", "en": "Dear &lt;b&gt;"}[locale]


def test_words_of_the_catalogue_are_markup(locale: str) -> None:
    assert isinstance(shown("돌봄"), Markup)
    assert isinstance(shown("%(name)s 님", name="홍"), Markup)
