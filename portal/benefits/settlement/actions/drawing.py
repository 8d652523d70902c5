"""Drawing up the statement of a co-operative's month from the ledger, and anew while it is a draft."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from portal.audit.actions import record
from portal.benefits.settlement.actions.writing import hold_organisation, require_person, step, total
from portal.benefits.settlement.claims import Claim, charges_in_dispute, claims_for
from portal.benefits.settlement.models import Dispute, SettlementRun, Statement, StatementLine
from portal.benefits.settlement.rules import first_of_month, refuse_coming_month
from portal.benefits.settlement.standing import in_parts
from portal.benefits.settlement.states import LineKind, StatementState, StatementVerb
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.ids import new_id
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.db.numbers import next_number
from portal.extensions import db

Key = tuple[UUID, LineKind]
_TOLD = tuple(column.key for column in StatementLine.__table__.columns if column.key not in {"id", "statement_id"})


def request_run(month: date, *, actor: Actor, now: datetime) -> SettlementRun:
    """Let the worker draw up the month of every co-operative; refused while it is being drawn up."""
    user_id = require_person(actor, Permission.STATEMENT_MANAGE)
    month = first_of_month(month)
    refuse_coming_month(month, day_of(now))
    run = SettlementRun(month=month, requested_by_id=user_id, requested_at=now)
    db.session.add(run)
    db.session.flush()
    record("settlement.request", actor=actor, now=now, subject=("settlement", run.id), month=f"{month:%Y-%m}")
    return run


def draw_statement(organisation_id: UUID, month: date, *, actor: Actor, now: datetime) -> Statement | None:
    """The statement of a month as the ledger has it now; None where there is nothing to claim.

    One that is beyond its draft stays as it is. Drawn twice, nothing changes.
    """
    user_id = require_person(actor, Permission.STATEMENT_MANAGE)
    month = first_of_month(month)
    hold_organisation(organisation_id)
    statement = _statement(organisation_id, month)
    if statement is not None and statement.state is not StatementState.DRAFT:
        return statement
    claims = claims_for(organisation_id, month, statement.id if statement else None)
    if statement is None:
        if not claims:
            return None
        number = next_number(db.session, Series.STATEMENT, day_of(now).year)
        statement = Statement(number=number, organisation_id=organisation_id, month=month)
        statement.drawn_by_id, statement.drawn_at = user_id, now
        db.session.add(statement)
        db.session.flush()  # its lines are inserted past the unit of work
    elif not _differs(statement, claims):
        return statement
    statement.drawn_by_id, statement.drawn_at = user_id, now
    _write(statement, claims)
    step(statement, StatementVerb.DRAW, actor=actor, now=now)
    db.session.flush()
    return statement


def redraw_lines(statement: Statement) -> None:
    """Bring the lines of a draft to what the ledger says, after a dispute was settled."""
    _write(statement, claims_for(statement.organisation_id, statement.month, statement.id))


def _statement(organisation_id: UUID, month: date) -> Statement | None:
    query = select(Statement).where(Statement.organisation_id == organisation_id, Statement.month == month)
    # As it stands under the lock: somebody may have led it on while this waited.
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _lines(statement: Statement) -> dict[Key, Any]:
    """The lines of the statement, those in dispute aside: nobody touches these."""
    columns = (StatementLine.id, *(getattr(StatementLine, name) for name in _TOLD))
    rows = db.session.execute(select(*columns).where(StatementLine.statement_id == statement.id))
    disputed = charges_in_dispute(statement.organisation_id)
    return {(row.charge_id, row.kind): row for row in rows if row.charge_id not in disputed}


def _row(claim: Claim) -> dict[str, Any]:
    return {"charge_id": claim.charge_id, "kind": claim.kind, **claim.columns}


def _is_told(row: dict[str, Any], line: Any) -> bool:
    return all(row[name] == getattr(line, name) for name in _TOLD)


def _differs(statement: Statement, claims: Iterable[Claim]) -> bool:
    lines, rows = _lines(statement), {(claim.charge_id, claim.kind): _row(claim) for claim in claims}
    gone = [line for key, line in lines.items() if key not in rows and not line.held]
    return bool(gone) or any(key not in lines or not _is_told(row, lines[key]) for key, row in rows.items())


def _write(statement: Statement, claims: Iterable[Claim]) -> None:
    """Add, change and remove lines; one that was in dispute once stays, held, so that its story can be read."""
    lines, rows = _lines(statement), {(claim.charge_id, claim.kind): _row(claim) for claim in claims}
    new = [{"id": new_id(), "statement_id": statement.id, **row} for key, row in rows.items() if key not in lines]
    changed = [
        {"id": lines[key].id, **row} for key, row in rows.items() if key in lines and not _is_told(row, lines[key])
    ]
    _remove([line.id for key, line in lines.items() if key not in rows])
    if new:
        db.session.execute(insert(StatementLine), new)
    if changed:
        db.session.execute(update(StatementLine), changed)
    db.session.expire_all()  # lines that are loaded were changed and removed past the unit of work
    total(statement)


def _remove(line_ids: list[UUID]) -> None:
    for some in in_parts(line_ids):
        disputed = set(db.session.scalars(select(Dispute.line_id).where(Dispute.line_id.in_(some))))
        keep, drop = disputed, set(some) - disputed
        db.session.execute(update(StatementLine).where(StatementLine.id.in_(keep)).values(held=True))
        db.session.execute(delete(StatementLine).where(StatementLine.id.in_(drop)))
