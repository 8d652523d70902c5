"""The component that draws fields writes each control as WTForms would, and every kind of field that the portal has."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask, get_template_attribute
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    FileField,
    Form,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import Length, NumberRange, Optional

from portal.web.controls import in_page_order
from portal.web.day_fields import ClockField, DayField
from portal.web.fields import ChecksField, LinesField, PhoneField, TextField
from portal.web.forms import OfEveryForm
from portal.web.labels import choice
from portal.web.validators import Required


def test_mistakes_are_told_in_the_order_of_the_page() -> None:
    """A form that takes fields over from another one shows its own where they belong."""

    class Inherited(Form):
        words = TextField("말씀")
        number = TextField("번호")
        hidden = TextField("없음")

    page = '<input id="number"><fieldset id="words"><input id="words-0"></fieldset><p id="numbers"></p>'
    assert [field.id for field in in_page_order(Inherited(), page)] == ["number", "words", "hidden"]


CHOICES = [choice("", "고르지 않음"), choice("<a>", "가 & 나"), choice("b", "다")]


class Everything(Form):
    class Meta(OfEveryForm):
        pass

    line = TextField("한 줄", [Required("적으십시오."), Length(min=2, max=50)], render_kw={"autocomplete": "off"})
    email = TextField("이메일", render_kw={"type": "email", "spellcheck": "false"})
    digits = TextField("숫자", [Length(max=50)], render_kw={"maxlength": 6, "pattern": "[0-9]*"})
    lines = LinesField("여러 줄", [Optional(), Length(max=500)], render_kw={"rows": 4})
    number = IntegerField("수", [Required("적으십시오."), NumberRange(0, 10)], render_kw={"inputmode": "numeric"})
    phone = PhoneField("전화")
    day = DayField("날")
    clock = ClockField("시각")
    password = PasswordField("비밀번호", [Required("적으십시오.")])
    file = FileField("파일", render_kw={"accept": "image/png"})
    files = MultipleFileField("파일들")
    agreed = BooleanField("동의", [Required("골라 주십시오.")])
    one = SelectField("하나", [Required("골라 주십시오.")], choices=CHOICES)
    card = RadioField("카드", [Required("골라 주십시오.")], choices=CHOICES)
    several = ChecksField("여럿", choices=CHOICES)


CARDS = ["card", "several"]
FIELDS = [name for name, value in vars(Everything).items() if isinstance(value, UnboundField) and name not in CARDS]


class Controls(HTMLParser):
    """The controls of a piece of markup: element, attributes and text within."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("input", "select", "textarea", "option"):
            ours = {name: value for name, value in attrs if name not in ("class", "aria-describedby", "aria-invalid")}
            self.found.append((tag, {name: value or "" for name, value in ours.items()}, ""))

    def handle_data(self, data: str) -> None:
        if self.found and data.strip() and self.found[-1][0] in ("option", "textarea"):
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data.strip())


@pytest.fixture
def form(app: Flask) -> Iterator[Everything]:
    with app.test_request_context("/"):
        yield Everything(
            data={"line": '"<b>"', "lines": "첫\n둘", "number": 3, "one": "<a>", "card": "b", "several": ["", "b"]}
        )


def drawn(field: Field) -> Controls:
    return Controls(str(get_template_attribute("components/field.html", "field")(field)))


@pytest.mark.parametrize("name", FIELDS)
def test_a_control_is_as_wtforms_writes_it(form: Everything, name: str) -> None:
    field = form[name]
    assert drawn(field).found == Controls(str(field())).found


@pytest.mark.parametrize("name", CARDS)
def test_cards_are_as_wtforms_writes_them(form: Everything, name: str) -> None:
    """But for `required`, which the group says."""
    field: Any = form[name]
    by_wtforms = "".join(str(option(required=False)) for option in field)
    assert drawn(form[name]).found == Controls(by_wtforms).found


def test_what_is_too_long_is_told_once(app: Flask) -> None:
    """A field has a bound of its own; where the form asks for less, the form says so."""
    with app.test_request_context("/"):
        long = {"line": "가" * 50_000, "email": "가" * 50_000, "lines": "가" * 50_000}
        form = Everything(MultiDict(long))
        form.validate()
        assert form.line.errors == ["이 항목은 최소 2자 이상, 50자 이하이어야 합니다."]
        assert form.email.errors == ["2000자까지 적을 수 있습니다."]
        assert len(form.lines.errors) == 1
