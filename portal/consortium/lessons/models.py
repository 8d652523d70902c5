"""Tables of what practice brought to the meetings."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.models import AgendaProposal
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept


class Lesson(Identified, Base):
    """Something that practice taught and that was once brought to a meeting; (`kind`, `key`) are those of its source.

    Brought again, it is another row.
    """

    __tablename__ = "lesson"
    __kept__ = Kept(N_("현장에서 배운 것"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("ix_lesson_kind_key", "kind", "key", "brought_at"),
        Index("uq_lesson_proposal_id", "proposal_id", unique=True),
    )

    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(160))
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_proposal.id"))
    brought_at: Mapped[datetime]

    proposal: Mapped[AgendaProposal] = relationship()
    rows: Mapped[list["LessonRow"]] = relationship(
        back_populates="lesson", order_by="LessonRow.happened_on.desc(), LessonRow.id"
    )


class LessonRow(Identified, Base):
    """A row that stands behind a lesson; behind one of its kind and key no row stands twice.

    (`subject_kind`, `subject_id`) is what is opened to read of it.
    """

    __tablename__ = "lesson_row"
    __kept__ = Kept(N_("배운 것 뒤에 있는 기록"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_lesson_row_once", "kind", "key", "row_id", unique=True),)

    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200))
    row_id: Mapped[UUID]
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[UUID]
    happened_on: Mapped[date]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))

    lesson: Mapped[Lesson] = relationship(back_populates="rows")


register(
    "uq_lesson_row_once",
    N_("그사이 다른 분이 안건에 올렸습니다. 화면을 새로 고쳐 주십시오."),
    columns="lesson_row.kind, lesson_row.key, lesson_row.row_id",
)
