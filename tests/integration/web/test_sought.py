"""No form that only reads puts into the address of its page what somebody typed."""

from flask import Flask
from wtforms import Field, HiddenField, SelectFieldBase, StringField
from wtforms.fields.core import UnboundField

from portal.web.day_fields import DayField, NumberField
from portal.web.fields import TextField
from portal.web.forms import FilterForm
from portal.web.sought import SearchForm
from tests.integration.web.every_form import form_classes

TELLING_OF_NOBODY = {"CheckForm": {"digest"}}
"""The digest of a manual's text, which each page of the edition links with."""


def typed_in(form: type[FilterForm]) -> set[str]:
    """The fields of a form into which people type words: no choice, no day, no number."""
    fields = {name: field for each in form.__mro__ for name, field in vars(each).items()}
    return {name for name, field in fields.items() if isinstance(field, UnboundField) and is_typed(field.field_class)}


def is_typed(kind: type[Field]) -> bool:
    return issubclass(kind, StringField) and not issubclass(
        kind, DayField | HiddenField | NumberField | SelectFieldBase
    )


def told_by(form: type[FilterForm]) -> set[str]:
    return typed_in(form) - (form.typed if issubclass(form, SearchForm) else set())


def test_every_form_that_reads_seals_what_is_typed(app: Flask) -> None:
    forms = [form for form in form_classes() if issubclass(form, FilterForm)]
    assert len(forms) > 5
    assert {form.__name__: told for form in forms if (told := told_by(form))} == TELLING_OF_NOBODY


def test_the_guard_finds_a_form_that_does_not() -> None:
    class Telling(FilterForm):
        name = TextField("이름")
        day = DayField("날")

    class Sealing(SearchForm):
        typed = frozenset({"name"})
        name = TextField("이름")

    assert told_by(Telling) == {"name"}
    assert told_by(Sealing) == set()
