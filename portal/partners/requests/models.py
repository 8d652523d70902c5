"""Tables of what other bodies ask for, of the links by which they ask, and of what they were answered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.partners.models import Partner
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept, identifying, naming_others
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.partners.requests.states import (
    AnswerWay,
    AskGround,
    BodyRequestState,
    BodyTold,
    BodyWay,
    ConsentBy,
)
from portal.residents.applications.models import Application
from portal.residents.applications.states import Urgency
from portal.residents.households.models import Household, Person


class BodyLink(Identified, Base):
    """A link by which one body asks without an account, for a while; `ended_at` is when the office took it back."""

    __tablename__ = "body_link"
    __kept__ = Kept(N_("기관에 보낸 요청 링크"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("ix_body_link_partner_id", "partner_id", "expires_at"),)

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    partner: Mapped[Partner] = relationship()

    def opens_at(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at


class BodyRequest(Identified, Base):
    """What a body asks the consortium to do for somebody, and on what ground it tells of them.

    `sent_by_id` is who typed it in: the office, or a care manager; `link_id` is the link by which it came. Household,
    person and application are known once it was taken. `ended_at` is when the body first had its answer, or took the
    request back.
    """

    __tablename__ = "body_request"
    __kept__ = Kept(
        N_("다른 기관의 요청"),
        Purpose.APPLYING,
        Retention.APPLICATION,
        course=("way", "ground", "consented_on", "consent_by", "urgency", "wanted_by", "due_on"),
    )
    __table_args__ = (
        Index("uq_body_request_number", "number", unique=True),
        Index("uq_body_request_application_id", "application_id", unique=True),
        Index("ix_body_request_state_due_on", "state", "due_on"),
        Index("ix_body_request_received_at", "received_at", "id"),
        Index("ix_body_request_household_id", "household_id"),
        Index("ix_body_request_link_id", "link_id"),
        Index("ix_body_request_sent_by_id", "sent_by_id", "received_at"),
        CheckConstraint("(state IN ('answered', 'withdrawn')) = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("state <> 'taken' OR application_id IS NOT NULL", name="taken"),
        CheckConstraint("(application_id IS NULL) = (household_id IS NULL)", name="household"),
    )

    number: Mapped[str] = mapped_column(String(16), info=PLAIN)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"), index=True)
    way: Mapped[BodyWay] = mapped_column(enum_column(BodyWay))
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("body_link.id"))
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    asker_name: Mapped[str] = mapped_column(String(50), info=naming_others(N_("요청한 담당자의 이름")))
    asker_phone: Mapped[str] = mapped_column(String(16), info=naming_others(N_("요청한 담당자의 연락처")))
    asker_email: Mapped[str] = mapped_column(String(254), default="", info=naming_others(N_("요청한 담당자의 이메일")))
    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("이름")))
    birth_on: Mapped[date | None] = mapped_column(info=identifying(N_("생년월일")))
    phone: Mapped[str] = mapped_column(String(16), default="", info=identifying(N_("전화번호")))
    address: Mapped[str] = mapped_column(String(200), default="", info=identifying(N_("주소")))
    dong_code: Mapped[str] = mapped_column(String(10), info=identifying(N_("행정동")))
    lives_alone: Mapped[bool | None] = mapped_column(info=identifying(N_("혼자 사는지")))
    helper_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("돕는 분의 이름")))
    helper_relation: Mapped[str] = mapped_column(String(30), default="", info=naming_others(N_("돕는 분의 관계")))
    helper_phone: Mapped[str] = mapped_column(String(16), default="", info=naming_others(N_("돕는 분의 연락처")))
    ground: Mapped[AskGround] = mapped_column(enum_column(AskGround))
    consented_on: Mapped[date | None]
    consent_by: Mapped[ConsentBy | None] = mapped_column(enum_column(ConsentBy))
    ground_words: Mapped[str] = sealed("body_request.ground_words", N_("요청의 근거"), default="")
    services: Mapped[list[str]] = mapped_column(info=PLAIN)
    needs: Mapped[str] = sealed("body_request.needs", N_("기관이 알아본 필요"))
    papers: Mapped[str] = sealed("body_request.papers", N_("함께 온 서류의 이름"), default="")
    urgency: Mapped[Urgency] = mapped_column(enum_column(Urgency))
    wanted_by: Mapped[date | None]
    state: Mapped[BodyRequestState] = mapped_column(enum_column(BodyRequestState))
    received_at: Mapped[datetime]
    due_on: Mapped[date]
    reason: Mapped[str] = sealed("body_request.reason", N_("맡지 않거나 거둔 까닭"), default="")
    reminded_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"))

    partner: Mapped[Partner] = relationship()
    household: Mapped[Household | None] = relationship()
    person: Mapped[Person | None] = relationship()
    application: Mapped[Application | None] = relationship()


class BodyAnswer(Identified, Base):
    """One sending of an answer to the body that asked: when, how, and what it said."""

    __tablename__ = "body_answer"
    __kept__ = Kept(N_("기관에 보낸 회신"), Purpose.CARE, Retention.APPLICATION, course=("way", "told"))
    __table_args__ = (Index("ix_body_answer_request_id", "request_id", "sent_at"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("body_request.id"))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    way: Mapped[AnswerWay] = mapped_column(enum_column(AnswerWay))
    told: Mapped[BodyTold] = mapped_column(enum_column(BodyTold))
    note: Mapped[str] = sealed("body_answer.note", N_("회신에 덧붙인 말"), default="")

    request: Mapped[BodyRequest] = relationship()
