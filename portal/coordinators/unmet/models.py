"""The table of unmet needs."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.catalogue.models import Service
from portal.coordinators.unmet.states import UnmetReason
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept
from portal.db.types import enum_column
from portal.residents.applications.models import Application


class UnmetNeed(Identified, Base):
    """One need on one day, linked to its household by the application alone.

    `source_id` is what it was written down from: a wait, a referral or an application. `dong_code` is where the
    household lived then; who asked for no service has none.
    """

    __tablename__ = "unmet_need"
    __kept__ = Kept(N_("미충족 욕구"), Purpose.CARE, Retention.CASE, course=("reason", "day"))
    __table_args__ = (
        Index("uq_unmet_need_source", "source_id", "reason", "service_id", unique=True),
        Index("ix_unmet_need_day", "day"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"))
    reason: Mapped[UnmetReason] = mapped_column(enum_column(UnmetReason))
    dong_code: Mapped[str] = mapped_column(String(10), info=PLAIN)
    day: Mapped[date]
    source_id: Mapped[UUID]

    application: Mapped[Application] = relationship()
    service: Mapped[Service | None] = relationship()
