"""Fields that accept what people type and hand on one clean value."""

from datetime import date
from typing import Any

from wtforms import SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TelInput

from portal.core import clock
from portal.core.dates import parse_birth
from portal.core.errors import DomainError
from portal.core.phone import format_phone, parse_phone
from portal.core.registration import format_registration_number, parse_registration_number
from portal.core.text import clean_name, normalise, normalise_lines
from portal.web.forms import translated


class TextField(StringField):
    """One line, in NFC, without stray spaces; never None once sent."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = normalise(valuelist[0]) if valuelist else ""


class LinesField(TextAreaField):
    """Several lines, in NFC; never None once sent."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = normalise_lines(valuelist[0]) if valuelist else ""


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
        self.typed = valuelist[0] if valuelist else ""
        text = normalise(self.typed)
        self.data = None
        if text:
            try:
                self.data = self.parse(text)
            except DomainError as error:
                raise ValidationError(translated(error)) from None


class NameField(ParsedField):
    """A person's name: one field, 1 to 50 characters."""

    def parse(self, text: str) -> str:
        return clean_name(text)


class PhoneField(ParsedField):
    """A telephone number; `data` is E.164."""

    widget = TelInput()

    def parse(self, text: str) -> str:
        return parse_phone(text)

    def show(self, value: str) -> str:
        return format_phone(value)


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
