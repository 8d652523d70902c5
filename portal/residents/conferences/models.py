"""The table of the households that conferences are about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.models import Meeting
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept
from portal.residents.households.models import Household


class ConferenceHousehold(Identified, Base):
    """That a conference is about a household: reading it is written down as theirs, its words go with their file."""

    __tablename__ = "conference_household"
    __kept__ = Kept(N_("통합지원회의에서 다룬 가구"), Purpose.CARE, Retention.CASE, plain=True)
    __table_args__ = (Index("uq_conference_household", "meeting_id", "household_id", unique=True),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    named_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    household: Mapped[Household] = relationship()


register(
    "uq_conference_household",
    N_("이미 적은 가구입니다."),
    "number",
    columns="conference_household.meeting_id, conference_household.household_id",
)
