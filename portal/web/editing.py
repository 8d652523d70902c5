"""What happens when two people edit one thing: each changes what they touched, two values of one field meet."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast

from flask import flash
from wtforms import BooleanField, Field, FieldList, FileField, FormField, HiddenField, PasswordField, SelectField
from wtforms.fields.choices import SelectFieldBase, SelectMultipleField

from portal.core.compare import Row, compare_texts
from portal.core.messages import N_
from portal.core.text import normalise_lines
from portal.core.worded import UNANSWERED
from portal.web.fields import ParsedField
from portal.web.forms import PortalForm
from portal.web.words import gettext

CHANGED_MEANWHILE = N_("그사이 다른 분이 고쳐 저장했습니다. 두 글을 견주어 보고 저장할 글을 정해 주십시오.")
SAME = N_("적혀 있던 것과 같습니다. 바뀐 것이 없습니다.")
NOT_EDITED = (HiddenField, PasswordField, FileField)

Marks = dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of which the kept value and the typed value differ, in words."""

    label: str
    rows: list[Row]


class EditingForm(PortalForm):
    """A form that changes what is kept already, filled from it by `obj`, `data` or defaults whenever it is made.

    Its page carries a mark of each value that it showed. Only what was changed on that page is written; of the rest
    stays what is kept by then. Where both changed one value nothing is written: the page shows both, and sent once
    more the typed value counts. Sent without marks, every value counts as typed. The view takes what is edited from
    `portal.audit.steps.locked`, so that nobody changes it between the look and the writing.
    """

    shown = HiddenField()
    differences: list[Difference]

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        self.differences = []
        if self.shown.raw_data is None:
            self._show({field.name: field.object_data for field in self._edited()})

    def validate(self, extra_validators: Any = None) -> bool:
        """Checks what the form says once what others changed was taken over."""
        self.meet_others()
        return super().validate(extra_validators) and not self.differences

    @property
    def changes_something(self) -> bool:
        """Whether what was sent is not what is kept already."""
        edited = (field for field in self._edited() if was_read(field))
        return any(mark_of(field, field.object_data) != mark_of(field, _sent(field)) for field in edited)

    def flash_saved(self, words: str, tell: Callable[[str], None] = flash) -> None:
        """Say by `tell` that it was saved, or that what was sent is what was there already."""
        if self.changes_something:
            tell(words)
        else:
            flash(gettext(SAME), "info")

    def was_kept(self) -> None:
        """What was sent is kept: a page that stays open has shown it."""
        self._show({field.name: field.data for field in self._edited()})

    def _edited(self) -> Iterator[Field]:
        return (field for field in self if not isinstance(field, NOT_EDITED))

    def _show(self, values: dict[str, Any]) -> None:
        """Take `values` for shown; of fields that are on the page and not in this form the marks stay."""
        marks = {name: mark_of(self[name], value) for name, value in values.items()}
        self.shown.data = json.dumps(marks_in(self.shown.data) | marks, separators=(",", ":"))

    def meet_others(self) -> None:
        """Take over what others changed where this page changed nothing, and find where both did."""
        shown = marks_in(self.shown.data)
        readable = [field for field in self._edited() if was_read(field)]
        for field in readable if shown else ():
            kept, typed = mark_of(field, field.object_data), mark_of(field, _sent(field))
            before = shown.get(field.name, typed)
            if typed == before != kept:
                _take(field, field.object_data)
            elif kept not in (before, typed):
                self.differences.append(difference_of(field))
        self._show({field.name: field.object_data for field in readable})
        if self.differences:
            self.form_errors.append(gettext(CHANGED_MEANWHILE))


def was_read(field: Field) -> bool:
    """Whether what was typed could be read; what could not is told first, and meets nobody's before it can."""
    if isinstance(field, FieldList):
        return all(was_read(entry) for entry in field.entries)
    if isinstance(field, FormField):
        return all(was_read(inner) for inner in field.form)
    return not field.process_errors


def marks_in(sent: str | None) -> Marks:
    """The marks that a page carried; none where they cannot be read."""
    try:
        marks = json.loads(sent or "{}")
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(mark) for name, mark in marks.items()} if isinstance(marks, dict) else {}


def mark_of(field: Field, value: Any) -> str:
    """Tells values of a field apart; what means the same has the same mark."""
    return blake2b(repr(_plain(field, value)).encode(), digest_size=6).hexdigest()


def difference_of(field: Field) -> Difference:
    kept, typed = words_of(field, field.object_data), words_of(field, field.data)
    return Difference(str(field.label.text), compare_texts(kept, typed, context=1))


def words_of(field: Field, value: Any) -> str:
    """What a field says when it holds `value`, as it is read; a list has a line for each entry."""
    if isinstance(field, FieldList):
        return "\n".join(line for entry, held in _entries(field, value) if (line := words_of(entry, held)))
    if isinstance(field, FormField):
        words = [words_of(inner, held) for inner, held in _inner(field, value)]
        return " · ".join(part for part in words if part)
    if isinstance(field, BooleanField):
        return gettext("예") if value else gettext("아니요")
    if isinstance(field, SelectFieldBase):
        return _chosen_words(field, _plain(field, value))
    return "" if value in (None, "") else _read_words(field, value)


def _read_words(field: Field, value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return field.show(value) if isinstance(field, ParsedField) else str(value)


def _chosen_words(field: SelectFieldBase, plain: Any) -> str:
    chosen = plain if isinstance(plain, list) else [plain]
    words = {str(option[0]): str(option[1]) for option in field.iter_choices()}
    return ", ".join(words.get(value, str(value)) for value in chosen if value)


def _plain(field: Field, value: Any) -> Any:
    """The value as lists and text, the same for what an object holds and what was read from a form."""
    if isinstance(field, FieldList):
        return [_plain(entry, held) for entry, held in _entries(field, value)]
    if isinstance(field, FormField):
        return [_plain(inner, held) for inner, held in _inner(field, value)]
    if isinstance(field, BooleanField):
        return bool(value)
    if isinstance(field, SelectMultipleField):
        return sorted(str(each) for each in value or ())
    return "" if value in (None, UNANSWERED) else normalise_lines(str(value))


def _entries(rows: "FieldList[Any]", values: Any) -> Iterator[tuple[Field, Any]]:
    """An entry for each of the values, whether or not the form has as many."""
    for number, value in enumerate(values or ()):
        entry = cast(Any, rows.unbound_field).bind(form=None, name=f"{rows.name}-{number}", _meta=rows.meta)
        entry.process(None, value)
        yield entry, value


def _inner(group: "FormField[Any]", value: Any) -> Iterator[tuple[Field, Any]]:
    """The fields of a group with what `value`, an object or a mapping, says of each."""
    for inner in group.form:
        if not isinstance(inner, NOT_EDITED):
            name = inner.short_name
            held = value.get(name, inner.default) if isinstance(value, dict) else getattr(value, name, inner.default)
            yield inner, held


def _sent(field: Field) -> Any:
    """What the page said; of choices of which none was made WTForms keeps what the object holds."""
    is_open = isinstance(field, SelectField) and not field.raw_data
    return None if is_open else field.data


def _take(field: Field, value: Any) -> None:
    """Let the field hold and show `value` as if it had been sent."""
    if isinstance(field, FieldList | FormField):
        field.process(None, value)
        for inner in field.entries if isinstance(field, FieldList) else field.form:
            _take(inner, inner.object_data)
        return
    field.process_data(value)
    if isinstance(field, ParsedField):
        field.typed = None
    plain = _plain(field, value)
    field.raw_data = plain if isinstance(plain, list) else [str(plain)]
