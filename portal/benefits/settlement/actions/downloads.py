"""Who took what away as a file, and why."""

from datetime import date, datetime

from portal.audit.downloads import Why
from portal.audit.downloads import record_download as record
from portal.benefits.settlement.actions.writing import require_own, require_person
from portal.benefits.settlement.models import Statement
from portal.benefits.settlement.queries import persons_in_month, persons_of
from portal.benefits.settlement.states import OF_A_BANK, FileKind
from portal.core.actors import Actor
from portal.core.permissions import Permission

EVENT = "statement.download"


def record_download(statement: Statement, kind: FileKind, why: Why, *, actor: Actor, now: datetime) -> None:
    """Write down why somebody takes a statement away; before it is handed out."""
    if not actor.can(Permission.STATEMENT_MANAGE):
        require_own(statement, actor)
    record(
        kind.words,
        why,
        persons=persons_of(statement),
        actor=actor,
        now=now,
        event=EVENT,
        subject=("statement", statement.id),
        kind=kind.value,
        number=statement.number,
    )


def record_month_download(month: date, kind: FileKind, why: Why, *, actor: Actor, now: datetime) -> None:
    """The same for all statements of a month; the files for a bank name co-operatives and nobody in care."""
    require_person(actor, Permission.STATEMENT_MANAGE)
    persons = 0 if kind in OF_A_BANK else persons_in_month(month)
    told = f"{month:%Y-%m}"
    record(kind.words, why, persons=persons, actor=actor, now=now, event=EVENT, kind=kind.value, month=told)
