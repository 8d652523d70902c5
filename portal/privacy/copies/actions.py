"""Makes the file of a person for whoever may have it, and writes down that it was made."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import IO

from portal.audit.actions import record_read
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.documents.pdf import document_pdf
from portal.privacy.copies.archive import archive
from portal.privacy.copies.gathering import Gathered, gather
from portal.privacy.copies.states import CopyKind
from portal.privacy.copies.writing import as_document, as_json, name_of
from portal.residents.households.models import Person

FIELDS = "copy"


def make_copy(person: Person, kind: CopyKind, *, actor: Actor, now: datetime) -> IO[bytes]:
    """Everything that is kept about the person: for the office, and for the person."""
    is_own = actor.can(Permission.MY_FILE) and person.user_id == actor.user_id
    if not is_own:
        actor.require(Permission.RIGHTS_ANSWER)
    gathered = gather(person)
    record_read(actor=actor, now=now, subject=("household", person.household_id), fields=FIELDS)
    if kind is CopyKind.ZIP:
        inside = (CopyKind.PDF, CopyKind.JSON)
        return archive(gathered, {name_of(each): _written(person, gathered, each, now) for each in inside})
    return io.BytesIO(_written(person, gathered, kind, now))


def _written(person: Person, gathered: Sequence[Gathered], kind: CopyKind, now: datetime) -> bytes:
    if kind is CopyKind.JSON:
        return as_json(person, gathered, now)
    return document_pdf(as_document(person, gathered, now))
