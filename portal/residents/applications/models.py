"""Tables of applications and of the drafts that lead to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.catalogue.models import Service
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept, identifying, naming_others, secret
from portal.db.sealed import SealedJson, sealed
from portal.db.types import enum_column
from portal.residents.applications.states import ApplicationState, DayTime, ForWhom, Intake, Urgency
from portal.residents.households.models import Household, Person


class ApplicationDraft(Identified, Base):
    """What someone has filled in so far; found again by the digest of a token in their browser."""

    __tablename__ = "application_draft"
    __kept__ = Kept(N_("쓰다가 보내지 않은 신청"), Purpose.APPLYING, Retention.DRAFT)
    __table_args__ = (Index("uq_application_draft_token_digest", "token_digest", unique=True),)

    token_digest: Mapped[str] = mapped_column(String(64), info=secret(N_("이어 쓰는 열쇠")))
    answers: Mapped[dict[str, Any]] = sealed(
        "application_draft.answers", N_("쓰다가 보내지 않은 신청"), kind=SealedJson, default=dict
    )
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class Application(Identified, Base):
    """One request for help. `received_at` is when it reached the consortium, `entered_at` when it was typed in."""

    __tablename__ = "application"
    __kept__ = Kept(N_("신청"), Purpose.APPLYING, Retention.APPLICATION, course=("intake", "for_whom", "urgency"))
    __table_args__ = (
        Index("uq_application_number", "number", unique=True),
        Index("ix_application_state_received_at", "state", "received_at"),
        CheckConstraint("(state = 'received') = (decided_at IS NULL)", name="decided"),
    )

    number: Mapped[str] = mapped_column(String(16), info=PLAIN)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(enum_column(ApplicationState), default=ApplicationState.RECEIVED)
    intake: Mapped[Intake] = mapped_column(enum_column(Intake))
    for_whom: Mapped[ForWhom] = mapped_column(enum_column(ForWhom))
    helper_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("대신 신청한 분의 이름")))
    helper_relation: Mapped[str] = mapped_column(String(30), default="", info=identifying(N_("대신 신청한 분의 관계")))
    helper_phone: Mapped[str] = mapped_column(String(16), default="", info=naming_others(N_("대신 신청한 분의 연락처")))
    consent_confirmed_at: Mapped[datetime | None]
    urgency: Mapped[Urgency] = mapped_column(enum_column(Urgency))
    day_times: Mapped[list[str]] = mapped_column(info=PLAIN)
    own_words: Mapped[str] = sealed("application.own_words", N_("부탁하신 말씀"), default="")
    received_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    first_contact_due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = sealed("application.decision_note", N_("신청을 정한 까닭"), default="")

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()
    services: Mapped[list["ApplicationService"]] = relationship(
        back_populates="application", order_by="ApplicationService.position", cascade="all, delete-orphan"
    )

    @property
    def wanted_times(self) -> list[DayTime]:
        """When a visit suits."""
        return [DayTime(value) for value in self.day_times]


class ApplicationService(Base):
    """A service asked for."""

    __tablename__ = "application_service"
    __kept__ = Kept(N_("신청한 서비스"), Purpose.APPLYING, Retention.APPLICATION, plain=True)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    application: Mapped[Application] = relationship(back_populates="services")
    service: Mapped[Service] = relationship()
