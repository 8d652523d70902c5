"""What comes with an edition: forms and attachments, added to a draft, replaced by their next edition, taken away."""

from datetime import datetime

from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.documents.glyphs import require_glyphs
from portal.documents.sealing import SealedFile
from portal.extensions import db
from portal.manuals.actions.drafting import require_writer
from portal.manuals.files import manual_store
from portal.manuals.models import ManualAttachment, ManualEdition, ManualFile
from portal.manuals.states import AttachmentKind

MOST_FILES = 20
TOO_MANY = N_("한 판에 파일을 %(most)d개까지 붙일 수 있습니다.")
SAME = N_("지금 있는 파일과 같은 파일입니다.")

Sent = tuple[SealedFile, str]
"""A file sealed for the row that will name it, and its media type."""


def add_attachment(
    edition: ManualEdition, kind: AttachmentKind, title: str, sent: Sent, *, actor: Actor, now: datetime
) -> ManualAttachment:
    """The first edition of a form or attachment, after those that are there."""
    require_writer(edition, actor)
    require_glyphs(title, "title")
    if len(edition.attachments) >= MOST_FILES:
        raise DomainError(TOO_MANY, "file", most=MOST_FILES)
    place = len(edition.attachments) + 1
    attachment = ManualAttachment(kind=kind, title=title, position=place, file=_kept(sent, 1, now))
    edition.attachments.append(attachment)
    _record("manual.attach", edition, actor, now)
    return attachment


def replace_attachment(attachment: ManualAttachment, sent: Sent, *, actor: Actor, now: datetime) -> None:
    """Its next edition; earlier editions of the manual keep the one before."""
    edition = attachment.edition
    require_writer(edition, actor)
    _refuse_gone(edition, attachment)
    if sent[0].sha256 == attachment.file.sha256:
        raise DomainError(SAME, "file")
    attachment.file = _kept(sent, attachment.file.number + 1, now)
    _record("manual.attach", edition, actor, now)


def remove_attachment(attachment: ManualAttachment, *, actor: Actor, now: datetime) -> None:
    """Take it out of the draft; earlier editions of the manual keep it."""
    edition = attachment.edition
    require_writer(edition, actor)
    _refuse_gone(edition, attachment)
    edition.attachments.remove(attachment)
    for place, each in enumerate(edition.attachments, 1):
        each.position = place
    _record("manual.detach", edition, actor, now)


def _refuse_gone(edition: ManualEdition, attachment: ManualAttachment) -> None:
    """Raises `NotFound` where somebody else was quicker to take it out of the draft, which is locked by now."""
    if attachment not in edition.attachments:
        raise NotFound


def _kept(sent: Sent, number: int, now: datetime) -> ManualFile:
    file, media_type = sent
    manual_store().put(file, db.session)
    return ManualFile(
        id=file.owner,
        number=number,
        file_name=file.name,
        media_type=media_type,
        sha256=file.sha256,
        size=file.size,
        kept_at=now,
    )


def _record(event: str, edition: ManualEdition, actor: Actor, now: datetime) -> None:
    db.session.flush()
    record(event, actor=actor, now=now, subject=("manual", edition.manual_id), edition=edition.number)
