"""Every form of the portal: to whatever is sent it has a message or a clean value."""

from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired

from portal.accounts.forms import ContactField, DigitsField
from portal.monitoring.worries.forms import CodeField
from portal.residents.applications.fields import MomentField
from portal.web import day_fields, fields
from portal.web.forms import FilterForm, PortalForm
from portal.web.validators import Required
from tests.integration.web.every_form import CLASSES, PREPARED, Build, form_classes, leaves, prepared

OUR_TEXT = (fields.TextField, fields.LinesField, fields.SecretField, fields.ParsedField, HiddenField, MomentField)
CHOICES = (SelectField, RadioField, SelectMultipleField)
PLAIN_TEXT = (fields.TextField, fields.LinesField)
AN_ID = "018f3b6e-0000-7000-8000-000000000001"

MISSING: list[str] = []
ODD: dict[str, list[str]] = {
    "missing": MISSING,
    "empty": [""],
    "blank": [" "],
    "blanks": [" \t \r\n  "],
    "full-width blank": ["\u3000\u3000"],
    "control": ["가\x01나"],
    "only controls": ["\x01\x02"],
    "turned round": ["가\u202e나"],
    "NUL": ["가\x00나"],
    "half a character": ["가\ud800나"],
    "what a broken byte becomes": ["\ufffd"],
    "long": ["가" * 40_001],
    "many digits": ["9" * 4_500],
    "letters": ["abc"],
    "too late": ["9999-12-31"],
    "too early": ["0001-01-01"],
    "no day": ["2026-02-30"],
    "a moment too late": ["9999-12-31T23:59"],
    "huge": ["99999999999"],
    "beyond 64 bits": [str(2**63)],
    "negative": ["-1"],
    "overflow": ["1e999"],
    "no number": ["NaN"],
    "superscript": ["²"],
    "no time": ["25:61"],
    "two values": ["하나", "둘"],
}
BLANK = ("missing", "empty", "blank", "blanks", "full-width blank", "only controls")
NO_DAY = ("letters", "too late", "too early", "no day", "huge", "negative", "overflow", "NUL", "control")
NO_NUMBER = (
    "letters",
    "too late",
    "huge",
    "beyond 64 bits",
    "many digits",
    "negative",
    "overflow",
    "no number",
    "superscript",
)
CONTROLLED = ("control", "only controls", "turned round", "NUL", "half a character")

REFUSED: dict[type[Field], tuple[str, ...]] = {
    day_fields.DayField: NO_DAY,
    MomentField: NO_DAY,
    day_fields.NumberField: NO_NUMBER,
    fields.LinesField: (*CONTROLLED, "long"),
    fields.TextField: (*CONTROLLED, "long", "many digits"),
    fields.ParsedField: (*CONTROLLED, "long", "many digits"),
    fields.SecretField: ("long", "many digits"),
}
"""By the first kind that a field is of."""

PLAUSIBLE: dict[type[Field], str] = {
    ContactField: "010-1234-5678",
    fields.EmailField: "hong@example.kr",
    DigitsField: "123456",
    CodeField: "48219036",
    fields.SeriesNumberField: "2026-000001",
    MomentField: "2026-11-23T10:00",
    fields.NameField: "홍길동",
    fields.PhoneField: "010-1234-5678",
    fields.BirthField: "19500101",
    fields.RegistrationNumberField: "124-81-00998",
    day_fields.DayField: "2026-11-23",
    day_fields.ClockField: "10:00",
    day_fields.NumberField: "1",
}


def plausible(field: Field) -> str:
    if isinstance(field, CHOICES):
        return next((str(choice[0]) for choice in field.iter_choices() if choice[0] not in ("", None)), "")
    return next((text for kind, text in PLAUSIBLE.items() if type(field) is kind), "가나다")


class Sender:
    """Sends values to a form as a browser would, and gives choices to fields that a view would give some."""

    def __init__(self, app: Flask, build: Build) -> None:
        self.app, self.build = app, build
        with self._request({}):
            form = self.built()
            self.strange = [field.name for field in leaves(form) if is_strange(field)]
            self.names = [field.name for field in leaves(form)]
            self.plausible = {field.name: [plausible(field)] for field in leaves(form)}

    def _request(self, data: dict[str, list[str]]) -> Any:
        context = self.app.test_request_context("/", method="POST")
        sent: Any = MultiDict({"form_key": ["a-key-of-a-form-that-was-sent"], **data})
        # Set past the encoding, which no half character passes.
        vars(context.request).update(form=sent, files=MultiDict(), args=sent)
        return context

    def built(self) -> Form:
        form = self.build()
        if hasattr(form, "offer") and not signature(form.offer).parameters:
            form.offer()
        for field in leaves(form):
            if isinstance(field, CHOICES) and field.choices is None:
                field.choices = [(1 if field.coerce is int else AN_ID, "하나")]
        return form

    def send(self, data: dict[str, list[str]]) -> Form:
        """The form after it was checked, all its properties asked where it is valid."""
        with self._request(data):
            form = self.built()
            form.meta.csrf = False
            form._fields.pop("csrf_token", None)
            if form.validate():
                ask_everything(form)
            drawn = [str(field()) for field in leaves(form) if isinstance(field, PLAIN_TEXT)]
            assert not any("\x01" in text for text in drawn)
            return form

    def send_everywhere(self, odd: str) -> Form:
        return self.send(dict.fromkeys(self.names, ODD[odd]))


def ask_everything(form: Form) -> None:
    for kind in type(form).__mro__:
        if kind.__module__.startswith("portal.") and kind.__module__ != "portal.web.forms":
            for name, value in vars(kind).items():
                if isinstance(value, property):
                    getattr(form, name)


@pytest.mark.usefixtures("session")
@pytest.mark.on_sqlite
@pytest.mark.parametrize("prepare", prepared())
class TestEveryForm:
    @pytest.fixture
    def sender(self, app: Flask, prepare: Callable[[], Build]) -> Sender:
        return Sender(app, prepare())

    def test_answers_whatever_is_sent(self, sender: Sender) -> None:
        assert sender.strange == []
        wrong = [f"{odd}: {words}" for odd in ODD for words in wrongs(odd, sender.send_everywhere(odd))]
        assert wrong == []

    def test_gives_clean_values_where_little_is_said(self, sender: Sender) -> None:
        sender.send(sender.plausible)
        for odd in BLANK:
            for name in sender.names:
                sender.send(sender.plausible | {name: ODD[odd]})


def is_strange(field: Field) -> bool:
    """Whether it reads text by itself, or asks whether something was typed instead of whether there is a value."""
    asks_for_text = any(isinstance(validator, InputRequired | DataRequired) for validator in field.validators)
    return asks_for_text or (isinstance(field, StringField) and not isinstance(field, OUR_TEXT))


def wrongs(odd: str, form: Form) -> Iterator[str]:
    """What a field should have refused and did not."""
    reads_only = isinstance(form, FilterForm)
    for field in leaves(form):
        if not field.errors and not reads_only and ought_to_refuse(odd, field):
            yield f"{field.name} took it: {field.data!r:.60}"
        if isinstance(field, PLAIN_TEXT) and any(ord(character) < 32 and character != "\n" for character in field.data):
            yield f"{field.name} kept {field.data!r:.60}"


def ought_to_refuse(odd: str, field: Field) -> bool:
    if odd in BLANK:
        return is_required(field) and odd not in blanks_of(field)
    if isinstance(field, SelectField | RadioField):
        return field.validate_choice and odd not in ("superscript", "negative")
    return odd in next((odds for kind, odds in REFUSED.items() if isinstance(field, kind)), ())


def is_required(field: Field) -> bool:
    return any(isinstance(validator, Required) for validator in field.validators)


def blanks_of(field: Field) -> tuple[str, ...]:
    """What counts as something all the same: a password may hold any character, a choice may be made beforehand."""
    return ("only controls",) if isinstance(field, fields.SecretField) else ()


def raise_too_much() -> None:
    raise DataError("insert", {}, Exception("value too long"))


def test_what_the_database_cannot_hold_is_told_above_the_form(app: Flask, session: Session) -> None:
    with app.test_request_context("/", method="POST"):
        form = PortalForm()
        with form.refusals():
            raise_too_much()
        assert form.form_errors == ["적은 글이 너무 길거나 수가 너무 큽니다. 줄여서 다시 보내 주십시오."]


class TestTheWalk:
    def test_finds_forms_of_every_feature(self) -> None:
        folders = {kind.__module__.split(".")[1] for kind in form_classes()}
        assert {"accounts", "benefits", "consortium", "coordinators", "manuals", "monitoring", "residents"} <= folders
        assert len(CLASSES) + len(PREPARED) > 100

    def test_refuses_a_form_that_takes_text_unread(self, app: Flask) -> None:
        class Careless(PortalForm):
            note = StringField("말")
            day = day_fields.DayField("날", [InputRequired()])
            name = fields.TextField("이름")

        with app.test_request_context("/", method="POST"):
            assert [is_strange(field) for field in leaves(Careless())] == [True, True, False]

    def test_tells_when_a_required_field_takes_a_blank(self, app: Flask, session: Session) -> None:
        class Lenient(Required):
            def __call__(self, _form: Form, _field: Field) -> None:
                return

        class Careless(PortalForm):
            day = day_fields.DayField("날", [Lenient()])

        assert list(wrongs("blank", Sender(app, Careless).send_everywhere("blank"))) == ["day took it: None"]
