"""Setting budgets, closing a month for good, and telling later changes as a restatement with its reason."""

from datetime import date, datetime

from sqlalchemy import insert

from portal.audit.actions import record
from portal.benefits.figures import closing
from portal.benefits.figures.models import Budget, ClosedMonth, MonthRow, Restatement
from portal.benefits.figures.rules import month_bounds
from portal.benefits.programmes.models import Programme
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

SUBJECT = "month"


def set_budget(programme: Programme, year: int, amount: int, *, note: str, actor: Actor, now: datetime) -> Budget:
    """Let the programme spend `amount` won in `year`; what was set before stays to be read."""
    actor.require(Permission.STATEMENT_MANAGE)
    budget = Budget(programme_id=programme.id, year=year, amount=amount, note=note, set_by_id=actor.user_id, set_at=now)
    db.session.add(budget)
    db.session.flush()
    record("budget.set", actor=actor, now=now, subject=("programme", programme.id), year=year, amount=amount)
    return budget


def close_month(month: date, *, actor: Actor, now: datetime) -> ClosedMonth:
    """Keep the figures of the month that begins on `month` as they are now; refused before it is over, and twice."""
    actor.require(Permission.STATEMENT_MANAGE)
    if month_bounds(month)[1] >= day_of(now):
        raise DomainError(N_("아직 끝나지 않은 달입니다. 다음 달 1일부터 마감할 수 있습니다."))
    if closing.closed_month(month):
        raise Conflict(N_("이미 마감한 달입니다."))
    closed = ClosedMonth(month=month, closed_by_id=actor.user_id, closed_at=now)
    db.session.add(closed)
    db.session.flush()
    rows = [{**row, "id": new_id(), "closed_month_id": closed.id} for row in closing.rows_to_close(month)]
    if rows:
        db.session.execute(insert(MonthRow), rows)
    record("month.close", actor=actor, now=now, subject=(SUBJECT, closed.id), day=month.isoformat(), lines=len(rows))
    return closed


def restate_month(closed: ClosedMonth, *, reason: str, actor: Actor, now: datetime) -> Restatement:
    """Tell what changed since the month was told last; the rows of the closing stay as they are."""
    actor.require(Permission.STATEMENT_MANAGE)
    changes = closing.changes_of(closed)
    if not changes:
        raise Conflict(N_("마감한 뒤 바뀐 것이 없습니다."))
    restatement = Restatement(
        closed_month_id=closed.id,
        number=len(closed.restatements) + 1,
        reason=reason,
        restated_by_id=actor.user_id,
        restated_at=now,
    )
    db.session.add(restatement)
    db.session.flush()
    rows = [{**vars(change), "id": new_id(), "restatement_id": restatement.id} for change in changes]
    db.session.execute(insert(MonthRow), rows)
    db.session.expire(closed, ["restatements"])
    record("month.restate", actor=actor, now=now, subject=(SUBJECT, closed.id), lines=len(rows))
    return restatement
