"""The base of every form: protection, one-time key, and refusals shown beside the field."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from sqlalchemy.exc import DataError, IntegrityError
from wtforms import Field, Form, HiddenField, PasswordField, StringField
from wtforms.fields.choices import SelectFieldBase

from portal.core.errors import DomainError, Forbidden, NotFound, TooOften
from portal.core.messages import N_
from portal.core.text import contains_resident_number
from portal.db.constraints import refusal_of
from portal.db.engine import WRITING
from portal.extensions import db
from portal.web.unsent import given_back, mark_of_account
from portal.web.words import FormWords, gettext

TOO_MUCH = N_("적은 글이 너무 길거나 수가 너무 큽니다. 줄여서 다시 보내 주십시오.")
RESIDENT_NUMBER = N_("주민등록번호는 적을 수 없습니다. 지우고 다시 보내 주십시오.")


def translated(error: DomainError) -> str:
    """The words of `error` in the language of the request."""
    return gettext(error.message, **error.params)


def ask_later(error: DomainError) -> None:
    """Where it refuses for coming too often, let the answer to this request be 429 and name the seconds."""
    if isinstance(error, TooOften):
        g.seconds_to_wait = error.retry_after


def seconds_to_wait() -> int:
    """After how many seconds to come back; 0 unless this request was refused for coming too often."""
    return int(g.get("seconds_to_wait", 0))


def holds_resident_number(field: Field) -> bool:
    """Whether what was typed into `field` contains a resident registration number; passwords are not looked at."""
    if not isinstance(field, StringField) or isinstance(field, PasswordField | HiddenField):
        return False
    typed = getattr(field, "typed", None) or field.data
    return isinstance(typed, str) and contains_resident_number(typed)


def new_form_key() -> str:
    """A one-time key, for a form that is written without a form class too."""
    return secrets.token_urlsafe(18)


class OfEveryForm:
    """WTForms speaks the language of the request, and a blank chooses nothing."""

    def get_translations(self, _form: object) -> FormWords:
        return FormWords()

    def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
        """`Optional` takes back that a blank is none of the choices, and would leave it as what was chosen."""
        field: Field = unbound_field.bind(form=form, **options)
        if isinstance(field, SelectFieldBase):
            field.filters = [*field.filters, nothing_for_blank]
        return field


def nothing_for_blank(chosen: Any) -> Any:
    return "" if isinstance(chosen, str) and not chosen.strip() else chosen


class PortalForm(FlaskForm):
    """A form that changes something; nobody can type a resident registration number into it."""

    class Meta(OfEveryForm, FlaskForm.Meta):
        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """What was sent; on a page to which somebody comes back, what they had typed."""
            return super().wrap_formdata(form, formdata) or given_back(form)

    form_key = HiddenField(default=new_form_key)
    whose = HiddenField(default=mark_of_account)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        return self._refuse_resident_numbers(self) and valid

    def _refuse_resident_numbers(self, fields: Any) -> bool:
        clean = True
        for field in fields:
            if hasattr(field, "__iter__") and not hasattr(field, "iter_choices"):
                clean = self._refuse_resident_numbers(field) and clean
            elif holds_resident_number(field):
                field.errors = [*field.errors, gettext(RESIDENT_NUMBER)]
                clean = False
        return clean

    def refuse(self, error: DomainError) -> None:
        """Show `error` beside its field, or above the form where it has none."""
        ask_later(error)
        field: Field | None = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(translated(error))
        else:
            field.errors = [*field.errors, translated(error)]

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a refusal raised inside into a message of this form; nothing done inside is kept."""
        try:
            yield
        except (NotFound, Forbidden):
            raise
        except DomainError as error:
            _give_up_writing()
            self.refuse(error)
        except IntegrityError as error:
            _give_up_writing()
            self.refuse(refusal_of(error))
        except DataError:
            _give_up_writing()
            self.refuse(DomainError(TOO_MUCH))


def _give_up_writing() -> None:
    """What the page of a refused form still reads must not keep others from writing."""
    db.session.rollback()
    WRITING.set(False)


class ActionForm(PortalForm):
    """A button that changes something; nothing is typed into it."""

    whose = None  # type: ignore[assignment] # as WTForms leaves out a field of a base


class FilterForm(FlaskForm):
    """A form in the address that only reads."""

    class Meta(OfEveryForm):
        csrf = False

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(request.args if formdata is None else formdata, **values)
