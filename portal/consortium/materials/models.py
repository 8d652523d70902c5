"""The files of open events."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.events.models import OpenEvent
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base
from portal.db.kept import Kept
from portal.documents.added import AddedFile


class EventMaterial(AddedFile, Base):
    """A file that stands on the page of an event once that is announced, and stays there."""

    __tablename__ = "event_material"
    __kept__ = Kept(N_("행사 자료"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("open_event.id"), index=True)

    event: Mapped[OpenEvent] = relationship()
