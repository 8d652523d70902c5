"""Keeps what someone typed of an application, step by step, until it is sent, given up or forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.core.permissions import Actor
from portal.core.text import contains_resident_number
from portal.db.transaction import afterwards
from portal.extensions import db
from portal.residents.applications.models import ApplicationDraft
from portal.residents.applications.queries import digest_of_token
from portal.residents.applications.rules import DRAFT_KEPT, SENT_SHOWN

Typed = Mapping[str, Sequence[str]]
LONGEST_VALUE = 4000
SENT = "sent"
"""The key under which a sent draft names its application; nothing else is left in it."""
DONE = "done"
"""The key under which a draft names the steps that were filled in rightly."""


def start_draft(token: str, *, actor: Actor, now: datetime) -> ApplicationDraft:
    """An empty draft that the browser with `token` finds again for 30 days."""
    draft = ApplicationDraft(
        token_digest=digest_of_token(token),
        answers={},
        started_at=now,
        saved_at=now,
        expires_at=now + DRAFT_KEPT,
        entered_by_id=actor.user_id,
    )
    db.session.add(draft)
    return draft


def save_step(draft: ApplicationDraft, step: str, typed: Typed, *, now: datetime, is_right: bool = True) -> None:
    """Keep a step as it was typed, right or wrong, but for resident registration numbers, which are kept nowhere."""
    done = [other for other in done_steps(draft) if other != step]
    draft.answers = {**draft.answers, step: fit_to_keep(typed), DONE: [*done, step] if is_right else done}
    draft.saved_at = now
    draft.expires_at = now + DRAFT_KEPT


def done_steps(draft: ApplicationDraft) -> list[str]:
    """The steps that were right when they were saved; the whole is checked again before it is sent."""
    return list(draft.answers.get(DONE, []))


def save_step_whatever_happens(draft_id: UUID, step: str, typed: Typed, *, now: datetime) -> None:
    """The same for a step that has errors, whose request is rolled back."""

    def save(session: Session) -> None:
        draft = session.get(ApplicationDraft, draft_id)
        if draft is not None and SENT not in draft.answers:
            save_step(draft, step, typed, now=now, is_right=False)

    afterwards(save)


def fit_to_keep(typed: Typed) -> dict[str, list[str]]:
    return {name: [value for value in values if _may_be_kept(value)] for name, values in typed.items()}


def _may_be_kept(value: str) -> bool:
    return len(value) <= LONGEST_VALUE and not contains_resident_number(value)


def forget_steps(draft: ApplicationDraft, *steps: str) -> None:
    """Remove what was typed in these steps."""
    kept = {name: typed for name, typed in draft.answers.items() if name not in steps}
    draft.answers = {**kept, DONE: [step for step in done_steps(draft) if step not in steps]}


def ask_again(draft: ApplicationDraft, step: str) -> None:
    """Let a step be looked at once more, with what was typed in it."""
    draft.answers = {**draft.answers, DONE: [other for other in done_steps(draft) if other != step]}


def drop_draft(draft: ApplicationDraft) -> None:
    """Remove a draft at once, because its owner said so."""
    db.session.delete(draft)
    db.session.flush()


def finish_draft(draft: ApplicationDraft, application_id: UUID, *, now: datetime) -> None:
    """The draft became an application: what was typed goes, the way to the receipt stays for a short while."""
    draft.answers = {SENT: str(application_id)}
    draft.saved_at = now
    draft.expires_at = now + SENT_SHOWN


def sent_application_id(draft: ApplicationDraft | None) -> UUID | None:
    """The application that the draft became."""
    sent = draft.answers.get(SENT) if draft else None
    return UUID(sent) if sent else None


def forget_old_drafts(now: datetime) -> int:
    """Remove the drafts that expired, and tell how many."""
    gone = db.session.execute(delete(ApplicationDraft).where(ApplicationDraft.expires_at <= now))
    return gone.rowcount  # type: ignore[attr-defined,no-any-return]
