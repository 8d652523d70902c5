"""Seals what other keys sealed with the one that seals, a few rows at a time, while the portal runs."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Text, func, select, type_coerce, update
from sqlalchemy.orm import Session

from portal.audit.actions import record_beside
from portal.core.actors import SYSTEM
from portal.core.errors import NotFound
from portal.db.base import Base
from portal.db.keyring import NotOpened, keyring
from portal.db.sealed import Sealed, of_row
from portal.db.transaction import own_transaction
from portal.documents.settling import files_by_key, named_files, settle
from portal.extensions import current_settings, db

AT_ONCE = 200
REST_SECONDS = 0.2
"""How long rows that others hold are left alone."""

ROTATED = "portal.keys_rotated"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many values of a column, or files of a kind, were sealed anew so far."""

    place: str
    done: int


def sealed_columns() -> list[Column[Any]]:
    return [
        column for table in Base.metadata.sorted_tables for column in table.columns if isinstance(column.type, Sealed)
    ]


def values_by_key() -> Counter[int]:
    """How many values and files each key of the portal sealed, by its number; 0 are those of a key that is not here."""
    found: Counter[int] = Counter()
    numbers = keyring().numbers
    for column in sealed_columns():
        lying = type_coerce(column, Text)
        of_keys = (func.count().filter(lying.like(f"{number}.%")) for number in numbers)
        total, *counts = db.session.execute(select(func.count().filter(lying != ""), *of_keys)).one()
        found.update(dict(zip(numbers, counts, strict=True)) | {0: total - sum(counts)})
    files = files_by_key(current_settings())
    found.update({key if key in numbers else 0: count for key, count in files.items() if isinstance(key, int)})
    return found


def rotate(tell: Callable[[Progress], None]) -> int:
    """Seal all anew that another key sealed; how many values that were. Stopped, it goes on where it was.

    What others write meanwhile stays theirs: a row that somebody holds is passed by and comes again.
    """
    total = sum(_rotate_column(column, tell) for column in sealed_columns())
    return total + _rotate_files(tell)


def note_rotation(done: int, *, now: datetime) -> None:
    """Write into the audit with which key all was sealed anew, and how many values and files that were."""
    with own_transaction() as session:
        record_beside(session, ROTATED, actor=SYSTEM, now=now, number=keyring().sealing, rows=done)


def _rotate_files(tell: Callable[[Progress], None]) -> int:
    """What is missing or does not open is passed by, which `verify` tells."""
    done: Counter[str] = Counter()
    for store, name, named in named_files(current_settings()):
        with suppress(NotFound, NotOpened):
            done[store.folder] += settle(store, name, named)
    for folder, count in done.items():
        tell(Progress(folder, count))
    return done.total()


def _rotate_column(column: Column[Any], tell: Callable[[Progress], None]) -> int:
    done, last = 0, UUID(int=0)
    while True:
        with own_transaction() as session:
            seen, anew = _seal_some(session, column, last)
        done += anew
        if seen is not None:
            last = seen
            tell(Progress(f"{column.table.name}.{column.name}", done))
        elif not _left(column):
            return done
        else:  # what others held, or wrote with another key, comes again from the beginning
            last = UUID(int=0)
            time.sleep(REST_SECONDS)


def _seal_some(session: Session, column: Column[Any], after: UUID) -> tuple[UUID | None, int]:
    """The id of the last row that was seen, None where there was none, and how many were sealed anew."""
    rows, lying = column.table, type_coerce(column, Text)
    some = (
        select(rows.c.id, lying.label("lying"), column.label("opened"))
        .where(rows.c.id > after, _is_of_another_key(column))
        .order_by(rows.c.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = session.execute(some).all()
    for row_id, before, opened in found:
        unchanged = update(rows).where(rows.c.id == row_id, lying == before)
        session.execute(unchanged.values({column.name: of_row(row_id, opened)}))
    return (found[-1][0] if found else None), len(found)


def _left(column: Column[Any]) -> bool:
    with own_transaction() as session:
        return session.execute(select(column.table.c.id).where(_is_of_another_key(column)).limit(1)).first() is not None


def _is_of_another_key(column: Column[Any]) -> ColumnElement[bool]:
    lying = type_coerce(column, Text)
    return (lying != "") & lying.not_like(f"{keyring().sealing}.%")
