"""Rows that features say are over their time: how many soon will be, and removing those that are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select

from portal.audit.destroying import destroy_under, seals_over
from portal.audit.models import AuditEntry, AuditSeal, Step
from portal.core.clock import day_of
from portal.core.keeping import Class, Retention, surely_over_before
from portal.db.base import Base
from portal.db.expiring import EXPIRING, Expiring
from portal.db.inserting import table_of
from portal.db.kept import class_of
from portal.extensions import db
from portal.privacy.retention.emptying import Emptied, empty_rows
from portal.privacy.retention.holding import held_things, is_held
from portal.privacy.retention.queries import rows_over, steps_of_untaken_over
from portal.privacy.retention.rules import PREVIEW_DAYS


@dataclass(frozen=True, slots=True)
class Soon:
    """How many rows of a table go within the days of the preview."""

    words: str
    retention: Retention
    rows: int


def expiring_soon(now: datetime) -> list[Soon]:
    """Of every table of which something goes or is emptied, by the words of the table; what is held stays."""
    then = now + timedelta(days=PREVIEW_DAYS)
    counted = [_soon(each.model, _count_over(each.model, _goes(each, then))) for each in EXPIRING]
    counted += [_soon(model, _count_over(model, is_over)) for model, is_over in rows_over(day_of(then))]
    counted += [_steps_soon(each, _count_over(Step, _steps_over(each, then))) for each in EXPIRING if each.course]
    untaken = _count_over(Step, steps_of_untaken_over(day_of(then)))
    counted.append(Soon(Step.__kept__.words, Retention.APPLICATION, untaken))
    entries = select(func.coalesce(func.sum(AuditSeal.entries), 0)).where(AuditSeal.id.in_(_seals(then)))
    counted.append(_soon(AuditEntry, db.session.scalar(entries) or 0))
    return sorted((each for each in counted if each.rows), key=lambda each: each.words)


def _goes(each: Expiring, moment: datetime) -> ColumnElement[bool]:
    return each.is_over(moment) & ~is_held(table_of(each.model), day_of(moment))


def _count_over(model: type[Base], is_over: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(is_over)) or 0


def _soon(model: type[Base], rows: int) -> Soon:
    kept = model.__kept__
    return Soon(kept.words, kept.retention, rows)


def _steps_soon(each: Expiring, rows: int) -> Soon:
    return Soon(Step.__kept__.words, each.model.__kept__.retention, rows)


def remove_expired(now: datetime) -> Iterator[Emptied]:
    """Remove what is over at `now`."""
    connection = db.session.connection()
    for each in EXPIRING:
        if each.course:
            emptied = empty_rows(connection, table_of(Step), _steps_over(each, now))
            yield replace(emptied, retention=each.model.__kept__.retention)
        table = table_of(each.model)
        gone = connection.execute(delete(table).where(_goes(each, now))).rowcount
        yield Emptied(table.name, _class_of(table.name), each.model.__kept__.retention, gone)
    seals = connection.scalars(_seals(now)).all()
    name = AuditEntry.__tablename__
    yield Emptied(name, _class_of(name), Retention.ACCESS_LOG, destroy_under(connection, seals, now))


def _steps_over(each: Expiring, moment: datetime) -> ColumnElement[bool]:
    """Steps that still tell who took them, of what goes or went; those of a household stay as long as its file."""
    kind, ids = each.course.kind if each.course else "", select(table_of(each.model).c.id)
    gone = Step.thing_id.in_(ids.where(_goes(each, moment))) | Step.thing_id.not_in(ids)
    return (Step.kind == kind) & Step.household_id.is_(None) & (Step.by_name != "") & gone


def _seals(moment: datetime) -> Select[UUID]:
    return seals_over(surely_over_before(Retention.ACCESS_LOG, day_of(moment)), held_things(day_of(moment)))


def _class_of(table: str) -> Class:
    """The highest class of its columns."""
    kinds = (class_of(column) for column in Base.metadata.tables[table].columns)
    return max(filter(None, kinds), key=list(Class).index, default=Class.PLAIN)
