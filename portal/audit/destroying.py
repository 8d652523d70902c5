"""Entries that are over their time go seal by seal; how many they were, their period and their digest stay."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, Connection, Select, delete, event, func, select, update

from portal.audit.models import AuditEntry, AuditSeal
from portal.db.inserting import table_of

_ENTRIES, _SEALS = table_of(AuditEntry), table_of(AuditSeal)

MAKE_FUNCTION = """
CREATE FUNCTION destroy_audit_under(seal uuid, moment timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    over timestamptz := now() - interval '2 years';
    gone bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_seal WHERE id = seal AND destroyed_at IS NULL AND sealed_at < over)
       OR EXISTS (SELECT 1 FROM audit_entry WHERE seal_id = seal AND at >= over) THEN
        RAISE EXCEPTION 'seal % is not over its time', seal;
    END IF;
    UPDATE audit_seal SET marks = '{}', destroyed_at = moment,
        first_at = (SELECT min(at) FROM audit_entry WHERE seal_id = seal),
        last_at = (SELECT max(at) FROM audit_entry WHERE seal_id = seal)
    WHERE id = seal;
    DELETE FROM audit_entry WHERE seal_id = seal;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$
"""
"""On PostgreSQL it belongs to the owner of the tables: the portal, which cannot delete, may ask it for what is over."""

_MAKE = DDL(MAKE_FUNCTION.replace("%", "%%"))  # type: ignore[no-untyped-call]
event.listen(_SEALS, "after_create", _MAKE.execute_if(dialect="postgresql"))


def seals_over(before: datetime, held: Select[UUID]) -> Select[UUID]:
    """The seals of which every entry is from before a moment and about nothing that is held."""
    kept = select(_ENTRIES.c.seal_id).where(
        _ENTRIES.c.seal_id.is_not(None), (_ENTRIES.c.at >= before) | _ENTRIES.c.subject_id.in_(held)
    )
    over = select(_SEALS.c.id).where(_SEALS.c.destroyed_at.is_(None), _SEALS.c.sealed_at < before)
    return over.where(_SEALS.c.id.not_in(kept)).order_by(_SEALS.c.id)


def destroy_under(connection: Connection, seal_ids: Sequence[UUID], now: datetime) -> int:
    """Destroy the entries of these seals; how many they were."""
    return sum(_destroy_under(connection, seal_id, now) for seal_id in seal_ids)


def _destroy_under(connection: Connection, seal_id: UUID, now: datetime) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.execute(select(func.destroy_audit_under(seal_id, now))).scalar_one())
    under = _ENTRIES.c.seal_id == seal_id
    first, last = (select(edge(_ENTRIES.c.at)).where(under).scalar_subquery() for edge in (func.min, func.max))
    values = {"marks": {}, "destroyed_at": now, "first_at": first, "last_at": last}
    connection.execute(update(_SEALS).where(_SEALS.c.id == seal_id).values(values))
    return connection.execute(delete(_ENTRIES).where(under)).rowcount
