"""Tables of what was destroyed, and of what must be kept longer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Class, Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.frozen import always, freeze
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.privacy.retention.states import DestroyedFor
from portal.residents.households.models import Household


class RetentionHold(Identified, Base):
    """A file that a law, a court or a dispute keeps longer than its time: until a day, or until somebody ends it."""

    __tablename__ = "retention_hold"
    __kept__ = Kept(N_("파기 보류"), Purpose.PROTECTING, Retention.CASE, course=("until_on",))
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),)

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    reason: Mapped[str] = sealed("retention_hold.reason", N_("파기를 미루는 까닭"))
    until_on: Mapped[date]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime]
    ended_reason: Mapped[str] = sealed("retention_hold.ended_reason", N_("파기 미루기를 끝낸 까닭"), default="")
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship()
    set_by: Mapped[User] = relationship(foreign_keys=[set_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    def holds_on(self, day: date) -> bool:
        """Whether it keeps the file on a day, as `holding(day)` asks in SQL."""
        return self.ended_at is None and self.until_on >= day


def holding(day: date) -> ColumnElement[bool]:
    """The holds that keep their files on a day, today or one to come."""
    return and_(RetentionHold.ended_at.is_(None), RetentionHold.until_on >= day)


class Destruction(Identified, Base):
    """How many rows of one kind were emptied or removed at once, why, and until when a back-up still has them."""

    __tablename__ = "destruction"
    __kept__ = Kept(
        N_("파기 대장"),
        Purpose.PROTECTING,
        Retention.CONSORTIUM,
        course=("kind", "retention", "why", "rows", "backups_until_on"),
    )
    __table_args__ = (Index("ix_destruction_at", "at", "id"),)

    at: Mapped[datetime]
    table: Mapped[str] = mapped_column(String(64), info=PLAIN)
    kind: Mapped[Class] = mapped_column(enum_column(Class))
    retention: Mapped[Retention] = mapped_column(enum_column(Retention))
    why: Mapped[DestroyedFor] = mapped_column(enum_column(DestroyedFor), default=DestroyedFor.TIME)
    rows: Mapped[int]
    by_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("파기한 사람")))
    backups_until_on: Mapped[date]


freeze(Destruction, always)
