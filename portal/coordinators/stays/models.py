"""The table of what coordinators answered about homes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.coordinators.referrals.models import Referral
from portal.coordinators.stays.states import HomeAnswer, HomeTask
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept
from portal.db.types import enum_column


class HomeCare(Identified, Base):
    """What the coordinator answered to one proposal for the home of somebody who stays elsewhere."""

    __tablename__ = "home_care"
    __kept__ = Kept(N_("머무는 동안의 집"), Purpose.CARE, Retention.CASE, course=("task", "answer"))
    __table_args__ = (Index("uq_home_care", "referral_id", "task", unique=True),)

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    task: Mapped[HomeTask] = mapped_column(enum_column(HomeTask))
    answer: Mapped[HomeAnswer] = mapped_column(enum_column(HomeAnswer))
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime]

    referral: Mapped[Referral] = relationship()
