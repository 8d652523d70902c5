"""Which named constraint of the database means which message beside which field."""

import re
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError

from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.sockets import Socket, Takes


class Meaning(NamedTuple):
    """What a broken constraint tells, beside which field; SQLite knows a unique index by its columns only."""

    message: str
    field: str | None
    columns: str


MEANINGS: Socket[Meaning] = Socket("meanings of constraints", Takes.ONE)
FALLBACK = N_("다른 사람이 먼저 바꾸었거나 이미 있는 내용입니다. 화면을 새로 고친 뒤 다시 해 주십시오.")


def register(name: str, message: str, field: str | None = None, *, columns: str = "") -> None:
    """Name `message` for the constraint `name`.

    SQLite names the columns, not the constraint, of a broken unique index: `columns` is "table.column, table.column"
    as it does.
    """
    MEANINGS.fill(Meaning(message, field, columns), name)


def broken_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint that `error` broke, where the database tells it."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name  # type: ignore[no-any-return]
    text = str(error.orig)
    match = re.search(r"(?:CHECK|FOREIGN KEY) constraint failed: (\w+)", text)
    if match:
        return match.group(1)
    match = re.search(r"UNIQUE constraint failed: (?:index '(\w+)'|(.+))", text)
    if match:
        return match.group(1) or _with_columns(match.group(2))
    return None


def refusal_of(error: IntegrityError) -> Conflict:
    """The words for a broken constraint; an unregistered one gets a general sentence."""
    meaning = MEANINGS.find(broken_constraint(error) or "")
    return Conflict(meaning.message, meaning.field) if meaning else Conflict(FALLBACK)


def _with_columns(columns: str) -> str | None:
    """A constraint over the columns that SQLite names; all over the same ones have the same words."""
    return next((name for name, meaning in MEANINGS.items() if meaning.columns == columns), None)
