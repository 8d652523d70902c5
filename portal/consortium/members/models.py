"""Tables of the members: organisations, areas served, agreements."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.members.states import LegalKind
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column

SHORT_NAME = 10
"""How long a short name may be: a text message of 90 bytes has room for it."""


class Organisation(Identified, Base):
    """The lead agency or a co-operative. Its status is kind, number, authority and date (domain.md §4).

    `short_name` is what people call it: text messages and narrow places have no room for the whole name.
    """

    __tablename__ = "organisation"
    __kept__ = Kept(
        N_("기관"),
        Purpose.WORKING,
        Retention.MEMBER,
        course=("is_lead", "legal_kind", "status_on", "joined_on", "left_on"),
    )
    __table_args__ = (
        Index("uq_organisation_registration_number", "registration_number", unique=True),
        Index("uq_organisation_code", "code", unique=True),
    )

    code: Mapped[str] = mapped_column(String(32), info=PLAIN)
    name: Mapped[str] = mapped_column(String(100), info=PLAIN)
    short_name: Mapped[str] = mapped_column(String(SHORT_NAME), info=PLAIN)
    is_lead: Mapped[bool] = mapped_column(default=False)
    legal_kind: Mapped[LegalKind] = mapped_column(enum_column(LegalKind))
    status_number: Mapped[str] = mapped_column(String(50), default="", info=PLAIN)
    status_authority: Mapped[str] = mapped_column(String(50), default="", info=PLAIN)
    status_on: Mapped[date | None]
    registration_number: Mapped[str] = mapped_column(String(10), info=PLAIN)
    contact_name: Mapped[str] = mapped_column(String(50), info=identifying(N_("담당자의 이름")))
    phone: Mapped[str] = mapped_column(String(16), info=identifying(N_("업무용 연락처")))
    email: Mapped[str] = mapped_column(String(254), info=identifying(N_("업무용 이메일")))
    address: Mapped[str] = mapped_column(String(200), default="", info=PLAIN)
    introduction: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    entered_at: Mapped[datetime]

    areas: Mapped[list["ServedArea"]] = relationship(
        back_populates="organisation", order_by="ServedArea.dong_code", cascade="all, delete-orphan"
    )
    agreements: Mapped[list["Agreement"]] = relationship(
        back_populates="organisation", order_by="Agreement.starts_on.desc()"
    )


class ServedArea(Base):
    """A dong that an organisation serves."""

    __tablename__ = "served_area"
    __kept__ = Kept(N_("활동하는 동"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    dong_code: Mapped[str] = mapped_column(String(10), primary_key=True)

    organisation: Mapped[Organisation] = relationship(back_populates="areas")


class Agreement(Identified, Base):
    """The agreement (협약) of a member with the lead agency; without one in force it makes no new offers."""

    __tablename__ = "agreement"
    __kept__ = Kept(N_("협약"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="term"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(300))
    signed_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    renews_automatically: Mapped[bool] = mapped_column(default=False)
    insurance_number: Mapped[str] = mapped_column(String(50), default="")
    insurance_ends_on: Mapped[date | None]
    has_privacy_annex: Mapped[bool] = mapped_column(default=True)
    entered_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(back_populates="agreements")


register(
    "uq_organisation_registration_number",
    N_("이 사업자등록번호는 이미 등록되어 있습니다."),
    "registration_number",
    columns="organisation.registration_number",
)
register("uq_organisation_code", N_("이미 쓰이는 영문 이름입니다."), "code", columns="organisation.code")
register("ck_agreement_term", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "ends_on")
