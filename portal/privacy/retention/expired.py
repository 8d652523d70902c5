"""Rows that features say are over their time: how many soon will be, and removing those that are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select

from portal.audit.destroying import destroy_under, seals_over
from portal.audit.models import AuditEntry, AuditSeal, Step
from portal.core.clock import day_of
from portal.core.keeping import Class, Retention, surely_over_before
from portal.db.base import Base
from portal.db.expiring import EXPIRING
from portal.db.inserting import table_of
from portal.db.kept import holdings
from portal.extensions import db
from portal.privacy.retention.emptying import Emptied
from portal.privacy.retention.models import RetentionHold
from portal.privacy.retention.rules import PREVIEW_DAYS
from portal.residents.households.models import Person


@dataclass(frozen=True, slots=True)
class Soon:
    """How many rows of a table go within the days of the preview."""

    words: str
    retention: Retention
    rows: int


def expiring_soon(now: datetime) -> list[Soon]:
    """Of every table of which something goes, by the words of the table."""
    then = now + timedelta(days=PREVIEW_DAYS)
    counted = [_soon(each.model, _count_over(each.model, each.is_over(then))) for each in EXPIRING]
    entries = select(func.coalesce(func.sum(AuditSeal.entries), 0)).where(AuditSeal.id.in_(_seals(then)))
    counted.append(_soon(AuditEntry, db.session.scalar(entries) or 0))
    return sorted((each for each in counted if each.rows), key=lambda each: each.words)


def _count_over(model: type[Base], is_over: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(is_over)) or 0  # type: ignore[arg-type]


def _soon(model: type[Base], rows: int) -> Soon:
    kept = model.__kept__
    return Soon(kept.words, kept.retention, rows)


def remove_expired(now: datetime) -> Iterator[Emptied]:
    """Remove what is over at `now`."""
    connection = db.session.connection()
    for each in EXPIRING:
        table = table_of(each.model)
        gone = connection.execute(delete(table).where(each.is_over(now))).rowcount
        yield Emptied(table.name, _class_of(table.name), each.model.__kept__.retention, gone)
    seals = connection.scalars(_seals(now)).all()
    name = AuditEntry.__tablename__
    yield Emptied(name, _class_of(name), Retention.ACCESS_LOG, destroy_under(connection, seals, now))


def _seals(moment: datetime) -> Select[UUID]:
    return seals_over(surely_over_before(Retention.ACCESS_LOG, day_of(moment)), _held(moment))


def _held(moment: datetime) -> Select[UUID]:
    """What belongs to a file that is held: whoever asks for it in court asks who saw it as well."""
    held = select(RetentionHold.household_id).where(RetentionHold.until_on >= day_of(moment))
    people = select(Person.id).where(Person.household_id.in_(held))
    things = select(Step.thing_id).where(Step.household_id.in_(held))
    return select(held.union(people, things).subquery().c[0])


def _class_of(table: str) -> Class:
    """The highest class of its columns."""
    kinds = (each.kind for each in holdings(Base.metadata) if each.column.table.name == table)
    return max(kinds, key=list(Class).index, default=Class.PLAIN)
