"""The PDF of a long edition: asked for by whoever wants it first, set by the worker."""

import time
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.failures import in_short
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.claims import claim
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.db.transaction import own_transaction
from portal.documents.actions import keep_document, made_document
from portal.documents.manual import manual_document
from portal.documents.pdf import document_pdf
from portal.documents.progress import SettingStep, progress_told
from portal.extensions import db
from portal.manuals.actions.documents import KIND, has_paper, kept_edition_pdf, key_of, paper_of, subject_of
from portal.manuals.models import ManualEdition, ManualPaper
from portal.manuals.queries import UNSET, find_paper, is_given_up
from portal.manuals.rules import LONG

TOLD_EVERY_SECONDS = 1.0
ERROR_LENGTH = 200
LEFT = "left by every worker"
log = structlog.get_logger()


def is_long(edition: ManualEdition) -> bool:
    """Whether its PDF takes longer than somebody should wait for a page."""
    said = sum(len(section.body) + sum(len(step.action) for step in section.steps) for section in edition.sections)
    return said > LONG


def paper_to_come(edition: ManualEdition, *, now: datetime) -> ManualPaper | None:
    """How far the worker is with a long edition, which is asked of it here; None where nobody has to wait.

    For reading requests only.
    """
    if not has_paper(edition) or not is_long(edition):
        return None
    found = find_paper(edition.id)  # asked first: the worker keeps the PDF and drops the row at once
    if found is not None or kept_edition_pdf(edition) is not None:
        return found
    with own_transaction() as session:
        once = insert_into(table_of(ManualPaper), dialect_of(session)).on_conflict_do_nothing()
        session.execute(once, {"edition_id": edition.id, "asked_at": now, "pages": 0, "tries": 0, "error": ""})
        asked = session.scalars(select(ManualPaper).where(ManualPaper.edition_id == edition.id)).one_or_none()
        if asked is not None:
            session.expunge(asked)
        return asked


def set_waiting_papers(now: datetime) -> int:
    """Set every paper that waits; answers how many."""
    done = 0
    while (paper_id := _claim(now)) is not None:
        done += _set(paper_id, now)
    return done


def _claim(now: datetime) -> UUID | None:
    begun: dict[str, Any] = {"step": None, "pages": 0, "error": ""}
    return claim(ManualPaper, UNSET, ManualPaper.asked_at, now, begun=begun, spent={"error": LEFT})


def set_again(paper: ManualPaper, *, actor: Actor, now: datetime) -> None:
    """Let the worker begin anew what it could not set."""
    actor.require(Permission.MANUAL_WRITE)
    lock(paper)
    if not is_given_up(paper):
        raise Conflict(N_("이미 다시 만들고 있습니다."))
    edition = db.session.get_one(ManualEdition, paper.edition_id)
    paper.asked_at, paper.beat_at, paper.tries, paper.error = now, None, 0, ""
    db.session.flush()
    record("manual.set_again", actor=actor, now=now, subject=("manual", edition.manual_id))


def _set(paper_id: UUID, now: datetime) -> bool:
    """One that fails is tried again later, as is one whose worker was killed."""
    edition_id = db.session.get_one(ManualPaper, paper_id).edition_id
    edition = db.session.get_one(ManualEdition, edition_id)
    document, subject, key = manual_document(paper_of(edition)), subject_of(edition), key_of(edition)
    db.session.rollback()
    try:
        with progress_told(_Teller(edition_id)):
            made = made_document(document_pdf(document))
    except Exception as failure:
        log.exception("manual not set", edition=str(edition_id))
        _note(edition_id, error=in_short(failure)[:ERROR_LENGTH], beat_at=clock.now())
        return False
    keep_document(KIND, subject, key, made, now=now)
    db.session.execute(delete(ManualPaper).where(ManualPaper.edition_id == edition_id))
    db.session.commit()
    return True


class _Teller:
    """Keeps how far it is, once a second."""

    def __init__(self, edition_id: UUID) -> None:
        self.edition_id, self.told_at = edition_id, 0.0

    def __call__(self, step: SettingStep, pages: int) -> None:
        if time.monotonic() < self.told_at + TOLD_EVERY_SECONDS:
            return
        self.told_at = time.monotonic()
        _note(self.edition_id, step=step, pages=pages, beat_at=clock.now())


def _note(edition_id: UUID, **values: object) -> None:
    with own_transaction() as session:
        session.execute(update(ManualPaper).where(ManualPaper.edition_id == edition_id).values(**values))
