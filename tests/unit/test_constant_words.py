"""Words without values are put into a template when it is compiled; everything else is looked up."""

import pytest
from jinja2 import Environment
from markupsafe import Markup

from portal.web.constant_words import ConstantWords

asked: list[str] = []


def look_up(text: str) -> str:
    asked.append(text)
    return text


@pytest.fixture
def environment() -> Environment:
    asked.clear()
    made = Environment(autoescape=True, extensions=["jinja2.ext.i18n", ConstantWords])
    made.install_gettext_callables(look_up, lambda one, many, _n: look_up(one or many), newstyle=True)  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('{{ _("돌봄") }}', "돌봄"),
        ('{{ _("<b>돌봄</b>") }}', "<b>돌봄</b>"),
        ('{{ _("절반 50%%") }}', "절반 50%"),
        ('{{ _("가") if flag else _("나") }}', "나"),
        ('{{ _("가") ~ " " ~ _("나") }}', "가 나"),
        ('{{ _("가").upper() }}', "가"),
        ('{% set words = [_("가"), _("나")] %}{{ words|join(",") }}', "가,나"),
        ('{% macro m(t=_("가")) %}{{ t }}{% endmacro %}{{ m() }}', "가"),
    ],
)
def test_constant_words_are_not_looked_up(environment: Environment, source: str, shown: str) -> None:
    assert environment.from_string(source).render() == shown
    assert asked == []


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('{{ _("%(count)s명", count=3) }}', "3명"),
        ('{{ _("%(name)s 님", name="<b>") }}', "&lt;b&gt; 님"),
        ("{{ _(text) }}", "돌봄"),
        ("{% trans %}돌봄{% endtrans %}", "돌봄"),
    ],
)
def test_other_words_are_looked_up(environment: Environment, source: str, shown: str) -> None:
    assert environment.from_string(source).render(text="돌봄") == shown
    assert len(asked) == 1


def test_constant_words_are_markup_as_the_lookup_says(environment: Environment) -> None:
    assert environment.from_string('{{ kind(_("돌봄")) }}').render(kind=lambda text: isinstance(text, Markup)) == "True"
