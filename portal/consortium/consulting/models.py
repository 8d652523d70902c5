"""The tables of the consulting records and of the files that they carry."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.consortium.consulting.states import ConsultingField, ConsultingState
from portal.consortium.members.models import Organisation
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.frozen import freeze, freeze_additions
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column
from portal.documents.added import AddedFile


class Consulting(Identified, Base):
    """What a member asked on a day, what the lead agency advised, and what was done about it."""

    __tablename__ = "consulting"
    __kept__ = Kept(
        N_("컨설팅 기록"), Purpose.WORKING, Retention.CONSORTIUM, course=("field", "asked_on", "advised_on", "done_on")
    )
    __table_args__ = (
        CheckConstraint("(state = 'asked') = (advised_on IS NULL)", name="advised"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done"),
        Index("ix_consulting_organisation_id", "organisation_id", "asked_on"),
        Index("ix_consulting_state", "state", "asked_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    field: Mapped[ConsultingField] = mapped_column(enum_column(ConsultingField))
    topic: Mapped[str] = mapped_column(String(150), info=PLAIN)
    question: Mapped[str] = mapped_column(Text, info=PLAIN)
    asked_on: Mapped[date]
    asked_by: Mapped[str] = mapped_column(String(50), info=identifying(N_("물은 사람")))
    noted_at: Mapped[datetime]
    state: Mapped[ConsultingState] = mapped_column(enum_column(ConsultingState))
    advice: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    advised_on: Mapped[date | None]
    advised_by: Mapped[str] = mapped_column(String(100), default="", info=identifying(N_("조언한 사람")))
    done: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    done_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()


class ConsultingFile(AddedFile, Base):
    """A file that belongs to what a member asked or was advised; of a record that is done none changes."""

    __tablename__ = "consulting_file"
    __kept__ = Kept(N_("컨설팅 기록의 파일"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    consulting_id: Mapped[UUID] = mapped_column(ForeignKey("consulting.id"), index=True)
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    consulting: Mapped[Consulting] = relationship()
    added_by: Mapped[User] = relationship()


def _of_done(connection: Connection, file: ConsultingFile) -> bool:
    state = connection.scalar(select(Consulting.state).where(Consulting.id == file.consulting_id))
    return state is ConsultingState.DONE


freeze(ConsultingFile, _of_done)
freeze_additions(ConsultingFile, _of_done)
