"""The table of monitoring contacts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept, naming_others
from portal.db.sealed import sealed
from portal.db.types import enum_column


class Contact(Identified, Base):
    """One call, visit or message by the coordinator; `visit_id` names the co-operative's visit it follows up."""

    __tablename__ = "contact"
    __kept__ = Kept(N_("연락 기록"), Purpose.CARE, Retention.CASE, course=("means", "begun_by", "outcome"))
    __table_args__ = (Index("ix_contact_case_id_at", "case_id", "at"), Index("ix_contact_at", "at"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"), index=True)
    means: Mapped[ContactMeans] = mapped_column(enum_column(ContactMeans))
    begun_by: Mapped[BegunBy] = mapped_column(enum_column(BegunBy), default=BegunBy.UNANSWERED)
    outcome: Mapped[ContactOutcome] = mapped_column(enum_column(ContactOutcome))
    note: Mapped[str] = sealed("contact.note", N_("연락 기록"), default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(info=naming_others(N_("연락한 사람")))

    case: Mapped[CareCase] = relationship()
