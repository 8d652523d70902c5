"""Tables of what somebody in care asks for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.requests.states import RequestKind, RequestState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.residents.applications.models import Application
from portal.residents.households.models import Household, Person

IS_OPEN = text("ended_at IS NULL")


class CareRequest(Identified, Base):
    """What a resident in care asks for; it waits for the coordinator of the case, or for the office.

    `application_id` is the application by which they asked.
    """

    __tablename__ = "care_request"
    __kept__ = Kept(N_("이용자의 부탁"), Purpose.CARE, Retention.CASE, course=("kind",))
    __table_args__ = (
        CheckConstraint("(state IN ('received', 'in_work')) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(state = 'answered') = (answer <> '')", name="answered"),
        Index("uq_care_request_application_id", "application_id", unique=True),
        Index("ix_care_request_open", "due_at", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index("ix_care_request_household_id", "household_id", "asked_at"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"), index=True)
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[RequestKind] = mapped_column(enum_column(RequestKind))
    words: Mapped[str] = sealed("care_request.words", N_("부탁하신 말씀"))
    state: Mapped[RequestState] = mapped_column(enum_column(RequestState))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answer: Mapped[str] = sealed("care_request.answer", N_("부탁에 드린 답"), default="")
    ended_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()
    case: Mapped[CareCase] = relationship()
    application: Mapped[Application | None] = relationship()
    services: Mapped[list["CareRequestService"]] = relationship(
        back_populates="request", order_by="CareRequestService.position", cascade="all, delete-orphan"
    )


class CareRequestService(Base):
    """A service asked for."""

    __tablename__ = "care_request_service"
    __kept__ = Kept(N_("부탁한 서비스"), Purpose.CARE, Retention.CASE, plain=True)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("care_request.id"), primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    request: Mapped[CareRequest] = relationship(back_populates="services")
    service: Mapped[Service] = relationship()
