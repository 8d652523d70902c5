"""The files of meetings; those of a closed meeting never change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base
from portal.db.frozen import freeze, freeze_additions
from portal.db.kept import Kept
from portal.documents.added import AddedFile


class MeetingPaper(AddedFile, Base):
    """A file of a meeting. Since `told_at` those who were invited before have heard of it."""

    __tablename__ = "meeting_paper"
    __kept__ = Kept(N_("회의 자료"), Purpose.WORKING, Retention.CONFERENCE, plain=True)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    told_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()


def _of_closed(connection: Connection, paper: MeetingPaper) -> bool:
    state = connection.scalar(select(Meeting.state).where(Meeting.id == paper.meeting_id))
    return state is MeetingState.CLOSED


freeze(MeetingPaper, _of_closed)
freeze_additions(MeetingPaper, _of_closed)
