"""Who took what away as a file, and why."""

from datetime import date, datetime
from uuid import UUID

from portal.audit.actions import record
from portal.benefits.settlement.actions.writing import require_own, require_person
from portal.benefits.settlement.models import Statement
from portal.benefits.settlement.states import DownloadReason, FileKind
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Actor, Permission

NO_NOTE = N_("무엇에 쓰는지 적어 주십시오.")


def record_download(
    statement: Statement, kind: FileKind, reason: DownloadReason, note: str, *, actor: Actor, now: datetime
) -> None:
    """Write down why somebody takes a statement away; before it is handed out."""
    if not actor.can(Permission.STATEMENT_MANAGE):
        require_own(statement, actor)
    _write(("statement", statement.id), kind, reason, note, actor, now, number=statement.number)


def record_month_download(
    month: date, kind: FileKind, reason: DownloadReason, note: str, *, actor: Actor, now: datetime
) -> None:
    """The same for all statements of a month, bank accounts among them."""
    require_person(actor, Permission.STATEMENT_MANAGE)
    _write(None, kind, reason, note, actor, now, month=f"{month:%Y-%m}")


def _write(
    subject: tuple[str, UUID] | None,
    kind: FileKind,
    reason: DownloadReason,
    note: str,
    actor: Actor,
    now: datetime,
    **details: str,
) -> None:
    if reason is DownloadReason.OTHER and not note:
        raise DomainError(NO_NOTE, "note")
    why = f"{reason.value}: {note}" if note else reason.value
    record("statement.download", actor=actor, now=now, subject=subject, kind=kind.value, reason=why, **details)
