"""How the facts of a file are worded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.audit.models import Step
from portal.audit.words import event_words
from portal.core.dates import format_day
from portal.core.dongs import dong
from portal.core.phone import format_phone
from portal.residents.households.models import Person
from portal.residents.households.rules import COLUMNS, OF_HOME, kept_value
from portal.residents.households.states import Fact, Language, SameSex, Sex
from portal.web.labels import label
from portal.web.territory import dong_name
from portal.web.words import gettext as _

NOTHING = "-"


def fact_words(fact: Fact, kept: Mapping[str, Any]) -> str:
    """One value as a line, from its columns as a history keeps them; none are left of what was destroyed."""
    words = (_column_words(column, kept.get(column, "")) for column in COLUMNS[fact])
    return " · ".join(word for word in words if word) or NOTHING


def step_words(step: Step) -> str:
    """What a step did with which thing, as the audit calls it."""
    return event_words(f"{step.kind}.{step.verb}")


def words_now(fact: Fact, person: Person) -> str:
    """What the file tells at present."""
    row = person.household if fact in OF_HOME else person
    return fact_words(fact, {column: kept_value(getattr(row, column)) for column in COLUMNS[fact]})


def _column_words(column: str, value: Any) -> str:
    if column == "lives_alone":
        return {True: _("혼자 삽니다"), False: _("함께 사는 사람이 있습니다")}.get(value, _("모름"))
    if value in (None, ""):
        return ""
    if column in ("phone", "emergency_phone"):
        return format_phone(value)
    if column in ("birth_on", "death_known_on"):
        return format_day(date.fromisoformat(value))
    if column == "dong_code":
        return dong_name(dong(value))
    choices = {"sex": Sex, "language": Language, "same_sex": SameSex}
    return label(choices[column](value)) if column in choices else str(value)
