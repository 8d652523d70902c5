"""The worker draws up the months that were asked for: a co-operative at a time, each in a transaction of its own."""

from datetime import date, datetime
from uuid import UUID

import structlog
from sqlalchemy import update

from portal.accounts.queries import get_user
from portal.benefits.settlement.actions import draw_statement
from portal.benefits.settlement.models import SettlementRun, Statement
from portal.benefits.settlement.paper import kept_as, statement_paper
from portal.benefits.settlement.queries import organisations_to_draw, unpaid_statements
from portal.benefits.settlement.states import RunState
from portal.core import clock
from portal.core.actors import Actor
from portal.core.failures import in_short
from portal.db.claims import claim
from portal.db.transaction import own_transaction
from portal.documents.actions import keep_document, made_document
from portal.documents.pdf import document_pdf
from portal.documents.queries import kept_document
from portal.documents.setting import set_each
from portal.documents.statement import statement_document
from portal.extensions import current_settings, db

ERROR_LENGTH = 200
LEFT = "left by every worker"
log = structlog.get_logger()


def draw_waiting_months(now: datetime) -> int:
    """Draw up every month that waits; answers how many. What is done is kept whatever becomes of the rest."""
    drawn = 0
    while (run_id := _claim(now)) is not None:
        _draw(run_id)
        drawn += 1
    return drawn


def _claim(now: datetime) -> UUID | None:
    begun = {"state": RunState.RUNNING, "done": 0, "lines": 0}
    spent = {"state": RunState.FAILED, "error": LEFT, "finished_at": now}
    undrawn = SettlementRun.finished_at.is_(None)
    return claim(SettlementRun, undrawn, SettlementRun.requested_at, now, begun=begun, spent=spent)


def _draw(run_id: UUID) -> None:
    run = db.session.get_one(SettlementRun, run_id, populate_existing=True)
    month, asker = run.month, run.requested_by_id
    try:
        _draw_each(run_id, month, get_user(asker).actor)
    except Exception as failure:
        db.session.rollback()
        log.exception("settlement failed", month=f"{month:%Y-%m}")
        error = in_short(failure)[:ERROR_LENGTH]
        _note(run_id, state=RunState.FAILED, error=error, finished_at=clock.now())
        return
    _note(run_id, state=RunState.DONE, finished_at=clock.now())


def _draw_each(run_id: UUID, month: date, actor: Actor) -> None:
    organisations = list(organisations_to_draw(month))
    db.session.rollback()
    _note(run_id, total=len(organisations), beat_at=clock.now())
    for done, organisation_id in enumerate(organisations, 1):
        draw_statement(organisation_id, month, actor=actor, now=clock.now())
        db.session.commit()
        _note(run_id, done=done, beat_at=clock.now())


def _note(run_id: UUID, **values: object) -> None:
    with own_transaction() as session:
        session.execute(update(SettlementRun).where(SettlementRun.id == run_id).values(**values))


def set_papers(now: datetime) -> int:
    """Set the PDF of each newly approved statement, so that nobody waits for a long one; answers how many.

    The database is let go while a paper is set: that takes seconds.
    """
    unset = [each for each in unpaid_statements() if kept_document(db.session, *kept_as(each)) is None]
    return set_each(unset, lambda statement: _set_paper(statement, now))


def _set_paper(statement: Statement, now: datetime) -> None:
    key = kept_as(statement)
    document = statement_document(statement_paper(statement, office=current_settings().office_name))
    db.session.rollback()
    made = made_document(document_pdf(document))
    keep_document(*key, made, now=now)
    db.session.commit()
