"""Files that the canaries are planted in: what nobody of the demonstration added."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import User
from portal.consortium.consulting.actions import add_file
from portal.consortium.consulting.models import Consulting
from portal.consortium.consulting.states import ConsultingState
from portal.consortium.events.models import OpenEvent
from portal.consortium.library.actions import add_edition
from portal.consortium.library.models import LibraryItem
from portal.consortium.materials.actions import add_material
from portal.consortium.meetings.queries import planned_meeting
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.papers.actions import add_paper
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.core.clock import day_of
from portal.documents.sealing import SealedFile
from portal.documents.sent import Sent
from portal.extensions import db
from portal.manuals.models import ManualAttachment, ManualEdition, ManualFile
from portal.manuals.states import AttachmentKind


def add_form(draft: ManualEdition, sealed: SealedFile, media_type: str) -> None:
    file = ManualFile(
        id=sealed.owner,
        number=1,
        file_name=sealed.name,
        media_type=media_type,
        sha256=sealed.sha256,
        size=1,
        kept_at=clock.now(),
    )
    draft.attachments.append(ManualAttachment(kind=AttachmentKind.FORM, title="서식", position=99, file=file))


def add_files(added: Sequence[Sent], now: datetime) -> None:
    """To a meeting, an event, the library and a consulting record."""
    of_meeting, of_event, of_library, of_consulting = added
    somebody = replace(SYSTEM, user_id=db.session.scalars(select(User.id).limit(1)).one())
    coming = planned_meeting(MeetingKind.WORKING)
    assert coming
    add_paper(coming, "자료", of_meeting, actor=SYSTEM, now=now)
    event = db.session.scalars(select(OpenEvent).order_by(OpenEvent.starts_at).limit(1)).one()
    add_material(event, "사진", of_event, actor=SYSTEM, now=now)
    item = db.session.scalars(select(LibraryItem).limit(1)).one()
    add_edition(item, of_library, day_of(now), "다음 판", appearing=item.appearing, actor=somebody, now=now)
    record = db.session.scalars(select(Consulting).where(Consulting.state != ConsultingState.DONE).limit(1)).one()
    add_file(record, "표", of_consulting, actor=somebody, now=now)
