"""Fields that accept what people type and hand on one clean value."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from math import inf
from typing import Any

from wtforms import Field, FieldList, PasswordField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget, TelInput

from portal.core import clock
from portal.core.dates import parse_birth
from portal.core.emails import clean_email
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.phone import format_phone, parse_phone
from portal.core.registration import format_registration_number, parse_registration_number
from portal.core.series import Series, parse_number
from portal.core.text import clean_name, normalise, normalise_lines, without_controls
from portal.web.forms import translated
from portal.web.words import gettext

CONTROLS = N_("눈에 보이지 않는 문자를 뺐습니다. 내용을 확인하고 다시 보내 주십시오.")
ROW = re.compile(r"-([0-9]{1,4})(?:-|\Z)")
MOST_ROWS = 100
LONGEST_LINE, LONGEST_TEXT = 2_000, 40_000
"""Characters that no field takes more of, whatever its form says; a form asks for less by `Length`."""


def read_text(values: list[Any]) -> tuple[str, str]:
    """What was typed without control characters, and why it may not stay as it was; the reason is empty for most."""
    sent = str(values[0]) if values else ""
    typed = without_controls(sent)
    return typed, "" if typed == sent else gettext(CONTROLS)


def refuse_length(text: str, longest: float) -> None:
    if len(text) > longest:
        raise ValidationError(gettext("%(limit)d자까지 적을 수 있습니다.", limit=longest))


def bound_of(field: Field, longest: int) -> float:
    """None where the form asks for less: its own sentence says so."""
    validators: Sequence[object] = field.validators
    asks_for_less = any(isinstance(each, Length) and 0 < each.max <= longest for each in validators)
    return inf if asks_for_less else longest


class TextField(StringField):
    """One line, in NFC, without stray spaces; never None once sent."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed, refusal = read_text(valuelist)
        self.data = normalise(typed)
        if refusal:
            raise ValidationError(refusal)
        refuse_length(self.data, bound_of(self, LONGEST_LINE))


class LinesField(TextAreaField):
    """Several lines, in NFC; never None once sent."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed, refusal = read_text(valuelist)
        self.data = normalise_lines(typed)
        if refusal:
            raise ValidationError(refusal)
        refuse_length(self.data, bound_of(self, LONGEST_TEXT))


class SecretField(PasswordField):
    """A password as it was typed; never None once sent."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist else ""
        refuse_length(self.data, LONGEST_LINE)


class ParsedField(StringField):
    """A line that means a value: `data` is the value, what was typed stays when it cannot be read."""

    data: Any
    typed: str | None = None

    def parse(self, text: str) -> Any:
        raise ValueError(text)

    def show(self, value: Any) -> str:
        return str(value)

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data in (None, "") else self.show(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed, refusal = read_text(valuelist)
        self.data = None
        if refusal:
            raise ValidationError(refusal)
        refuse_length(self.typed, LONGEST_LINE)
        text = normalise(self.typed)
        if text:
            try:
                self.data = self.parse(text)
            except DomainError as error:
                raise ValidationError(translated(error)) from None


class RowsField(FieldList):  # type: ignore[type-arg] # generic in the stubs alone
    """Rows of fields, numbered in their names; WTForms takes "²" for a number as well and fails at it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_entries": MOST_ROWS, **kwargs})

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            found = ROW.match(name.removeprefix(prefix)) if name.startswith(prefix) else None
            if found:
                yield int(found[1])


class NameField(ParsedField):
    """A person's name: one field, 1 to 50 characters."""

    def parse(self, text: str) -> str:
        return clean_name(text)


class EmailField(ParsedField):
    """An e-mail address in lower case."""

    def parse(self, text: str) -> str:
        return clean_email(text)


class PhoneField(ParsedField):
    """A telephone number; `data` is E.164."""

    widget = TelInput()

    def parse(self, text: str) -> str:
        return parse_phone(text)

    def show(self, value: str) -> str:
        return format_phone(value)


class OfficePhoneField(PhoneField):
    """The telephone number of somebody at work, perhaps in a public office: 02-120."""

    def parse(self, text: str) -> str:
        return parse_phone(text, office=True)


class BirthField(ParsedField):
    """A birth date typed as eight digits."""

    def parse(self, text: str) -> date:
        return parse_birth(text, today=clock.day_of(clock.now()))

    def show(self, value: date) -> str:
        return f"{value:%Y%m%d}"


class RegistrationNumberField(ParsedField):
    """A business registration number; `data` is its ten digits."""

    def parse(self, text: str) -> str:
        return parse_registration_number(text)

    def show(self, value: str) -> str:
        return format_registration_number(value)


class ChecksField(SelectMultipleField):
    """Several of several, as a list of checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SeriesNumberField(ParsedField):
    """The number of a thing of one series, with or without its word: 신청 2026-000123."""

    def __init__(self, label: str, series: Series, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.series = series

    def parse(self, text: str) -> str:
        return parse_number(text, self.series)
