"""Keeps what someone typed of an application, step by step, until it is sent, given up or forgotten.

Drafts are plain values: each step reads and writes one, past the unit of work.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.core.text import contains_resident_number
from portal.db.expiring import Expiring
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.db.sealed import of_row
from portal.db.session import plain_rows
from portal.db.transaction import afterwards
from portal.extensions import current_settings, db
from portal.residents.applications.models import ApplicationDraft
from portal.residents.applications.rules import SENT_SHOWN

Typed = Mapping[str, Sequence[str]]
LONGEST_VALUE = 4000
SENT = "sent"
"""The key under which a sent draft names its application; nothing else is left in it."""
DONE = "done"
"""The key under which a draft names the steps that were filled in rightly."""

_TABLE = table_of(ApplicationDraft)


@dataclass(slots=True)
class Draft:
    """What someone typed so far; what is changed of it lasts once it is kept."""

    id: UUID
    answers: dict[str, Any]
    entered_by_id: UUID | None
    saved_at: datetime


def digest_of_token(token: str) -> str:
    """What the database keeps of the token that a browser carries."""
    return hashlib.sha256(token.encode()).hexdigest()


_COLUMNS = (_TABLE.c.id, _TABLE.c.answers, _TABLE.c.entered_by_id, _TABLE.c.saved_at)
_BY_TOKEN = select(*_COLUMNS).where(
    _TABLE.c.token_digest == bindparam("digest"), _TABLE.c.expires_at > bindparam("now")
)
_BY_TOKEN_TO_CHANGE = _BY_TOKEN.with_for_update()
_BY_ID_TO_CHANGE = select(*_COLUMNS).where(_TABLE.c.id == bindparam("draft_id")).with_for_update()
_KEEP = _TABLE.update().where(_TABLE.c.id == bindparam("draft_id"))
_DROP = _TABLE.delete().where(_TABLE.c.id == bindparam("draft_id"))


def kept_for() -> timedelta:
    """How long a draft is found again after each change."""
    return timedelta(days=current_settings().target.draft_days)


def draft_of(token: str | None, *, now: datetime, lock: bool = False) -> Draft | None:
    """The draft that belongs to a browser's token while it lasts; `lock` keeps others from sending it meanwhile."""
    if not token:
        return None
    values = {"digest": digest_of_token(token), "now": now}
    rows = plain_rows(_BY_TOKEN_TO_CHANGE if lock else _BY_TOKEN, values)
    return Draft(*rows[0]) if rows else None


def new_draft(actor: Actor, *, now: datetime) -> Draft:
    """An empty draft, not kept yet."""
    return Draft(new_id(), {}, actor.user_id, now)


def start_draft(draft: Draft, token: str, *, now: datetime) -> bool:
    """Write a new draft, which the browser with `token` finds again while it lasts; False where the token has one."""
    values = {
        "id": draft.id,
        "token_digest": digest_of_token(token),
        "answers": of_row(draft.id, draft.answers),
        "started_at": now,
        "saved_at": now,
        "expires_at": now + kept_for(),
        "entered_by_id": draft.entered_by_id,
    }
    return db.session.connection().execute(_start(dialect_of(db.session)), values).first() is not None


@cache
def _start(dialect: str) -> ReturningInsert[UUID]:
    unless_there = insert_into(_TABLE, dialect).on_conflict_do_nothing(index_elements=[_TABLE.c.token_digest])
    return unless_there.returning(_TABLE.c.id)


def keep_draft(draft: Draft, *, now: datetime, lasts: timedelta | None = None) -> None:
    """Write what was changed of a draft; from now on it is found for as long as drafts are kept, or as it `lasts`."""
    _keep(db.session.connection(), draft, now, lasts or kept_for())


def _keep(connection: Connection, draft: Draft, now: datetime, lasts: timedelta) -> None:
    values = {"answers": of_row(draft.id, draft.answers), "entered_by_id": draft.entered_by_id}
    connection.execute(_KEEP, {"draft_id": draft.id, **values, "saved_at": now, "expires_at": now + lasts})


def save_step(draft: Draft, step: str, typed: Typed, *, is_right: bool = True) -> None:
    """A step as it was typed, right or wrong, but for resident registration numbers, which are kept nowhere."""
    done = [other for other in done_steps(draft) if other != step]
    draft.answers = {**draft.answers, step: fit_to_keep(typed), DONE: [*done, step] if is_right else done}


def done_steps(draft: Draft) -> list[str]:
    """The steps that were right when they were saved; the whole is checked again before it is sent."""
    return list(draft.answers.get(DONE, []))


def keep_step_whatever_happens(draft_id: UUID, step: str, typed: Typed, *, now: datetime) -> None:
    """Save and keep a step that has errors, whose request is rolled back."""

    def keep(session: Session) -> None:
        connection = session.connection()
        row = connection.execute(_BY_ID_TO_CHANGE, {"draft_id": draft_id}).first()
        if row is not None and SENT not in row.answers:
            draft = Draft(*row)
            save_step(draft, step, typed, is_right=False)
            _keep(connection, draft, now, kept_for())

    afterwards(keep)


def fit_to_keep(typed: Typed) -> dict[str, list[str]]:
    return {name: [value for value in values if _may_be_kept(value)] for name, values in typed.items()}


def _may_be_kept(value: str) -> bool:
    return len(value) <= LONGEST_VALUE and not contains_resident_number(value)


def forget_steps(draft: Draft, *steps: str) -> None:
    """Leave out what was typed in these steps."""
    kept = {name: typed for name, typed in draft.answers.items() if name not in steps}
    draft.answers = {**kept, DONE: [step for step in done_steps(draft) if step not in steps]}


def ask_again(draft: Draft, step: str) -> None:
    """Let a step be looked at once more, with what was typed in it."""
    draft.answers = {**draft.answers, DONE: [other for other in done_steps(draft) if other != step]}


def drop_draft(draft: Draft) -> None:
    """Remove a draft at once, because its owner said so."""
    db.session.connection().execute(_DROP, {"draft_id": draft.id})


def finish_draft(draft: Draft, application_id: UUID, *, now: datetime) -> None:
    """The draft became an application: what was typed goes, the way to the receipt stays for a short while."""
    draft.answers = {SENT: str(application_id)}
    keep_draft(draft, now=now, lasts=SENT_SHOWN)


def sent_application_id(draft: Draft | None) -> UUID | None:
    """The application that the draft became."""
    sent = draft.answers.get(SENT) if draft else None
    return UUID(sent) if sent else None


DRAFTS = Expiring(ApplicationDraft, lambda now: ApplicationDraft.expires_at <= now)
