"""The table of those who confirmed that they read an edition of a manual."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept


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
