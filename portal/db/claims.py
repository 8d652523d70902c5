"""Work that is asked for by a row and done by whichever worker takes it, a bounded number of times."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.db.transaction import own_transaction

GIVEN_UP = timedelta(minutes=10)
"""A row whose worker gave no sign for so long, or failed, is begun again."""
TRIES = 3
"""So often it is begun; then it stands until somebody asks for it again."""


class Claimed:
    """Columns of such a row: `beat_at` is the last sign of a worker, `tries` how often one began."""

    id: Mapped[UUID]
    beat_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


def is_left(model: type[Claimed], now: datetime) -> ColumnElement[bool]:
    """SQL: no worker has it in hand."""
    return or_(model.beat_at.is_(None), model.beat_at < now - GIVEN_UP)


def claim(
    model: type[Claimed],
    waits: ColumnElement[bool],
    first: SQLColumnExpression[Any],
    now: datetime,
    *,
    begun: dict[str, Any],
    spent: dict[str, Any],
) -> UUID | None:
    """Take the `first` of those that `waits`, out of reach of every other worker, and write that it has `begun`.

    Whatever was left once too often becomes `spent`, which has to end its waiting.
    """
    left = waits & is_left(model, now)
    with own_transaction() as session:
        session.execute(update(model).where(left, model.tries >= TRIES).values(**spent))
        oldest = select(model).where(left, model.tries < TRIES).order_by(first, model.id).limit(1)
        row = session.scalar(oldest.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.beat_at, row.tries = clock.now(), row.tries + 1
        for name, value in begun.items():
            setattr(row, name, value)
        return row.id
