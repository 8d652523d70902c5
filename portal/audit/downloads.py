"""Who took what away as a file, of how many people, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.audit.actions import Subject, record
from portal.audit.models import Download
from portal.audit.states import DownloadReason
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.keeping import Retention, surely_over_before
from portal.core.messages import N_
from portal.db.expiring import Expiring
from portal.extensions import db

DOWNLOADS = Expiring(Download, lambda now: Download.at < surely_over_before(Retention.ACCESS_LOG, clock.day_of(now)))
NO_NOTE = N_("무엇에 쓰는지 적어 주십시오.")


@dataclass(frozen=True, slots=True)
class Why:
    reason: DownloadReason
    note: str


def record_download(
    what: str,
    why: Why,
    *,
    persons: int,
    actor: Actor,
    now: datetime,
    event: str = "page.download",
    subject: Subject | None = None,
    **details: Any,
) -> Download:
    """Write down that `actor` takes a file of `persons` people away; `what` names the file and nobody in it.

    What was typed beside the reason lies sealed in the row, not in the audit.
    """
    if why.reason is DownloadReason.OTHER and not why.note:
        raise DomainError(NO_NOTE, "note")
    kept = Download(
        at=now,
        user_id=actor.user_id,
        user_name=actor.name,
        what=what,
        persons=persons,
        reason=why.reason,
        note=why.note,
    )
    db.session.add(kept)
    record(event, actor=actor, now=now, subject=subject, reason=why.reason.value, persons=persons, **details)
    return kept
