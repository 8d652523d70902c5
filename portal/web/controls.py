"""What the component that draws fields asks of a field."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from flask import Flask
from wtforms import Field, FieldList, FormField
from wtforms.fields.choices import SelectFieldBase
from wtforms.widgets import ListWidget, TextArea


class Option(NamedTuple):
    """One of several choices, in the order in which the template takes it."""

    id: str
    value: str
    words: str
    chosen: bool


def kind_of(field: Field) -> str:
    """`nested`, `choices` (cards), `select`, `lines`, or the type of its `<input>`."""
    if isinstance(field, FormField | FieldList):
        return "nested"
    if isinstance(field, SelectFieldBase):
        return "choices" if isinstance(field.widget, ListWidget) else "select"
    return "lines" if isinstance(field.widget, TextArea) else str(getattr(field.widget, "input_type", "text"))


def options_of(field: SelectFieldBase) -> list[Option]:
    """The choices of a field, with the ids that their controls bear."""
    return [
        Option(f"{field.id}-{number}", value, words, chosen)
        for number, (value, words, chosen, _more) in enumerate(field.iter_choices())
    ]


def in_page_order(fields: Iterable[Field], page: str) -> list[Field]:
    """The fields as their controls stand in `page`; what does not stand there keeps its place behind them."""

    def place(field: Field) -> int:
        found = re.search(rf'id="{re.escape(field.id)}["-]', page)
        return found.start() if found else len(page)

    return sorted(fields, key=place)


def install(app: Flask) -> None:
    app.jinja_env.filters.update(kind=kind_of, options=options_of, in_page_order=in_page_order)
