"""The table of households that somebody opened in an emergency."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept, naming_others
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.privacy.emergency.states import EmergencyState
from portal.residents.households.models import Household


class EmergencyAccess(Identified, Base):
    """Until `ends_at` somebody sees a household outside their own; it ends by itself, or earlier by their hand."""

    __tablename__ = "emergency_access"
    __kept__ = Kept(N_("긴급 열람"), Purpose.PROTECTING, Retention.ACCESS_LOG)
    __table_args__ = (
        CheckConstraint("ends_at >= opened_at", name="order"),
        CheckConstraint("(state = 'waiting') = (reviewed_at IS NULL)", name="reviewed"),
        Index("ix_emergency_access_state_opened_at", "state", "opened_at"),
        Index("ix_emergency_access_user_id_opened_at", "user_id", "opened_at"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(String(50), info=naming_others(N_("연 사람")))
    reason: Mapped[str] = sealed("emergency_access.reason", N_("연 사유"))
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[EmergencyState] = mapped_column(enum_column(EmergencyState), default=EmergencyState.WAITING)
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    finding: Mapped[str] = sealed("emergency_access.finding", N_("확인한 내용"), default="")

    household: Mapped[Household] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
