"""Who was asked to read an edition of a manual, and who confirmed that they did."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept
from portal.manuals.models import ManualEdition


class ManualAsked(Identified, Base):
    """Somebody was told, once, to read an edition by `confirm_by`, and reminded once before accepting stops.

    For most it is the day of the edition; for those of a service that got the manual later it is that of the office.
    """

    __tablename__ = "manual_asked"
    __kept__ = Kept(N_("매뉴얼을 읽어 달라는 부탁"), Purpose.WORKING, Retention.CONSORTIUM, course=("confirm_by",))
    __table_args__ = (Index("uq_manual_asked_once", "edition_id", "user_id", unique=True),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("manual_edition.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    confirm_by: Mapped[date]
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]

    edition: Mapped[ManualEdition] = relationship()
    user: Mapped[User] = relationship()


class ManualConfirmation(Identified, Base):
    __tablename__ = "manual_confirmation"
    __kept__ = Kept(N_("매뉴얼을 읽었다는 확인"), Purpose.WORKING, Retention.CONSORTIUM)
    __table_args__ = (Index("uq_manual_confirmation_once", "edition_id", "user_id", unique=True),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("manual_edition.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    confirmed_at: Mapped[datetime]


register(
    "uq_manual_confirmation_once",
    N_("이미 읽었다고 하셨습니다."),
    columns="manual_confirmation.edition_id, manual_confirmation.user_id",
)
register(
    "uq_manual_asked_once",
    N_("이미 부탁드렸습니다."),
    columns="manual_asked.edition_id, manual_asked.user_id",
)
