"""The files of meetings; those of a closed meeting never change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.frozen import freeze, freeze_additions
from portal.db.kept import Kept


class MeetingPaper(Identified, Base):
    """A file of a meeting; `size` in bytes."""

    __tablename__ = "meeting_paper"
    __kept__ = Kept(N_("회의 자료"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(40))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()


def _of_closed(connection: Connection, paper: MeetingPaper) -> bool:
    state = connection.scalar(select(Meeting.state).where(Meeting.id == paper.meeting_id))
    return state is MeetingState.CLOSED


freeze(MeetingPaper, _of_closed)
freeze_additions(MeetingPaper, _of_closed)
