"""Tables of what staff are told, of how they want to hear it, and of the roster."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column
from portal.duty.states import Matter, Pace

_UNTOLD = text("told_at IS NULL")


class StaffNotice(Identified, Base):
    """Something that one person must hear of; `told_at` is when a mail left with it, at once or once a day."""

    __tablename__ = "staff_notice"
    __kept__ = Kept(N_("직원 알림"), Purpose.TELLING, Retention.MESSAGE, course=("matter",))
    __table_args__ = (
        Index("ix_staff_notice_untold", "user_id", "at", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
        Index("ix_staff_notice_subject_id", "subject_id", "matter"),
        Index("ix_staff_notice_user_id", "user_id", "at"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    matter: Mapped[Matter] = mapped_column(enum_column(Matter))
    subject_kind: Mapped[str] = mapped_column(String(32), info=PLAIN)
    subject_id: Mapped[UUID]
    says: Mapped[str] = mapped_column(String(64), default="", info=PLAIN)
    words: Mapped[str] = mapped_column(String(200), info=identifying(N_("직원에게 알린 말")))
    url: Mapped[str] = mapped_column(String(300), info=PLAIN)
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class NoticeChoice(Base):
    """How somebody wants to hear of what is not urgent; whoever chose nothing hears at once."""

    __tablename__ = "notice_choice"
    __kept__ = Kept(N_("알림 받는 방법"), Purpose.WORKING, Retention.GRANT, plain=True)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    pace: Mapped[Pace] = mapped_column(enum_column(Pace))
    chosen_at: Mapped[datetime]


class Shift(Identified, Base):
    """Somebody is on call from a moment to another, on `phone`."""

    __tablename__ = "shift"
    __kept__ = Kept(N_("당직"), Purpose.WORKING, Retention.ACTIVITY)
    __table_args__ = (
        Index("ix_shift_ends_at", "ends_at"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    phone: Mapped[str] = mapped_column(String(16), info=identifying(N_("당직 연락처")))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    user: Mapped[User] = relationship()


register("ck_shift_span", N_("끝나는 때는 시작하는 때보다 늦어야 합니다."), "ends_at")
