"""Tables of the caseload; the database allows one open primary coordinator per household."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying, sensitive
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.residents.applications.models import Application
from portal.residents.households.models import Household, Person
from portal.residents.households.states import Sex


class CoordinatorProfile(Base):
    """What pairing suggestions look at: dongs, languages, sex, and how many households they accompany at most."""

    __tablename__ = "coordinator_profile"
    __kept__ = Kept(N_("코디네이터의 조건"), Purpose.WORKING, Retention.GRANT, course=("case_limit",))
    __table_args__ = (CheckConstraint("case_limit > 0", name="limit"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    case_limit: Mapped[int]
    dong_codes: Mapped[list[str]] = mapped_column(info=PLAIN)
    languages: Mapped[list[str]] = mapped_column(info=PLAIN)
    sex: Mapped[Sex] = mapped_column(enum_column(Sex), info=identifying(N_("성별")))
    phone: Mapped[str] = mapped_column(String(16), info=identifying(N_("업무용 연락처")))

    user: Mapped[User] = relationship()


class CareCase(Identified, Base):
    """The course of one household from pairing to closure; at most one is open per household and per person.

    `state_before_hold` is where it goes on after a hold; `next_contact_on` is the day by which the coordinator calls
    or comes; `hold_until_on` is the last day of a hold, where somebody knows it.
    """

    __tablename__ = "care_case"
    __kept__ = Kept(
        N_("사례"),
        Purpose.CARE,
        Retention.CASE,
        course=("state_before_hold", "hold_until_on", "next_contact_on", "review_on"),
    )
    __table_args__ = (
        Index(
            "uq_care_case_open",
            "household_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_care_case_open_person",
            "person_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_care_case_open",
            "id",
            "coordinator_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("uq_care_case_number", "number", unique=True),
        Index("ix_care_case_coordinator_id_state", "coordinator_id", "state", "next_contact_on"),
        Index("ix_care_case_coordinator_id_next_contact_on", "coordinator_id", "next_contact_on", "id"),
        Index("ix_care_case_next_contact_on", "next_contact_on", "id"),
        Index("ix_care_case_state_next_contact_on", "state", "next_contact_on", "id"),
        Index("ix_care_case_opened_at", "opened_at", "id"),
        Index("ix_care_case_household_id", "household_id", "opened_at"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'on_hold') = (state_before_hold IS NOT NULL)", name="on_hold"),
    )

    number: Mapped[str] = mapped_column(String(16), info=PLAIN)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    coordinator_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    state: Mapped[CaseState] = mapped_column(enum_column(CaseState), default=CaseState.PAIRED)
    state_before_hold: Mapped[CaseState | None] = mapped_column(enum_column(CaseState))
    hold_until_on: Mapped[date | None]
    hold_reason: Mapped[str] = sealed("care_case.hold_reason", N_("쉬는 까닭"), default="")
    opened_at: Mapped[datetime]
    first_visit_due_at: Mapped[datetime]
    next_contact_on: Mapped[date | None]
    review_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closure_reason: Mapped[ClosureReason | None] = mapped_column(
        enum_column(ClosureReason), info=sensitive(N_("돌봄을 마친 까닭"))
    )
    closure_note: Mapped[str] = sealed("care_case.closure_note", N_("돌봄을 마치며 적은 말"), default="")

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()
    application: Mapped[Application] = relationship()
    coordinator: Mapped[User] = relationship()


class Pairing(Identified, Base):
    """A coordinator accompanies a household, 1:1; re-pairing ends one row and opens the next."""

    __tablename__ = "pairing"
    __kept__ = Kept(N_("담당 코디네이터"), Purpose.CARE, Retention.CASE, course=("was_suggested",))
    __table_args__ = (
        Index(
            "uq_pairing_open_primary",
            "household_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_pairing_coordinator_id", "coordinator_id", "ended_at"),
        Index(
            "ix_pairing_handed_over",
            "coordinator_id",
            "started_at",
            sqlite_where=text("handover_note <> ''"),
            postgresql_where=text("handover_note <> ''"),
        ),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    coordinator_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("care_case.id"), index=True)
    was_suggested: Mapped[bool]
    reason: Mapped[str] = sealed("pairing.reason", N_("담당을 정한 까닭"), default="")
    paired_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    handover_note: Mapped[str] = sealed("pairing.handover_note", N_("담당을 넘기며 적은 말"), default="")

    coordinator: Mapped[User] = relationship(foreign_keys=[coordinator_id])


register(
    "uq_pairing_open_primary",
    N_("이 가구에는 이미 담당 코디네이터가 있습니다. 화면을 새로 고쳐 주십시오."),
    "coordinator",
    columns="pairing.household_id",
)
register(
    "uq_care_case_open",
    N_("이 가구의 돌봄이 이미 진행되고 있습니다. 화면을 새로 고쳐 주십시오."),
    "coordinator",
    columns="care_case.household_id",
)
register(
    "uq_care_case_open_person",
    N_("이 분의 돌봄이 이미 진행되고 있습니다. 화면을 새로 고쳐 주십시오."),
    "coordinator",
    columns="care_case.person_id",
)
