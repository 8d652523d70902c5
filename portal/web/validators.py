"""The one rule of what must be filled in."""

from typing import Any

from wtforms import Field, Form
from wtforms.validators import StopValidation


class Required:
    """Something must have been sent, and what was read from it must be a value: blanks are none, 0 is one.

    What was sent and could not be read keeps the message that says why.
    """

    def __init__(self, message: str = "") -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, _form: Form, field: Field) -> None:
        was_sent = any(is_given(value) for value in field.raw_data or ())
        if was_sent and is_given(field.data):
            return
        if was_sent and field.errors:
            raise StopValidation
        field.errors = []
        raise StopValidation(self.message or field.gettext("This field is required."))


def is_given(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != []
