"""Tables of what is known of a person's income and groups, and of the answers given."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.benefits.eligibility.rules import Condition, Said, conditions_from, instead_of
from portal.benefits.eligibility.states import Answer, Occasion, VerifiedBy
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept, identifying, sensitive
from portal.db.sealed import SealedList, sealed
from portal.db.types import enum_column
from portal.residents.households.models import Person


class IncomeVerification(Identified, Base):
    """The band of a person's household from a day on, never an amount; a new one is a new row (domain.md §3)."""

    __tablename__ = "income_verification"
    __kept__ = Kept(
        N_("소득 구간"),
        Purpose.SUPPORT,
        Retention.CASE,
        goes=True,
        course=("table_year", "verified_by", "verified_on", "from_on"),
    )
    __table_args__ = (Index("ix_income_verification_person_id_from_on", "person_id", "from_on"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    band: Mapped[IncomeBand] = mapped_column(enum_column(IncomeBand), info=sensitive(N_("소득 구간")))
    household_size: Mapped[int] = mapped_column(default=1, info=identifying(N_("가구원 수")))
    table_year: Mapped[int]
    verified_by: Mapped[VerifiedBy] = mapped_column(enum_column(VerifiedBy))
    verified_on: Mapped[date]
    from_on: Mapped[date]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class GroupMembership(Identified, Base):
    """Whether somebody belongs to a group, from a day on until another; who belongs to none was asked, too."""

    __tablename__ = "group_membership"
    __kept__ = Kept(
        N_("해당하는 집단"), Purpose.SUPPORT, Retention.CASE, goes=True, course=("verified_by", "from_on", "to_on")
    )
    __table_args__ = (Index("ix_group_membership_person_id", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    group: Mapped[PersonGroup] = mapped_column(enum_column(PersonGroup), info=sensitive(N_("해당하는 집단")))
    belongs: Mapped[bool] = mapped_column(default=True, info=sensitive(N_("해당하는 집단")))
    verified_by: Mapped[VerifiedBy] = mapped_column(enum_column(VerifiedBy))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class EligibilityCheck(Identified, Base):
    """An answer as it was given: never changed, a later one is a new row.

    `subject_id` is the application or the plan.
    """

    __tablename__ = "eligibility_check"
    __kept__ = Kept(N_("지원 대상 확인"), Purpose.SUPPORT, Retention.CASE, goes=True, course=("day", "occasion"))
    __table_args__ = (
        Index("ix_eligibility_check_person_id", "person_id", "checked_at"),
        Index("ix_eligibility_check_subject_id", "subject_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("programme_edition.id"))
    day: Mapped[date]
    occasion: Mapped[Occasion] = mapped_column(enum_column(Occasion))
    subject_id: Mapped[UUID | None]
    answer: Mapped[Answer] = mapped_column(enum_column(Answer), info=sensitive(N_("지원 대상인지")))
    own_percent: Mapped[int | None] = mapped_column(info=sensitive(N_("지원 대상인지")))
    conditions: Mapped[list[dict[str, Any]]] = sealed(
        "eligibility_check.conditions", N_("지원 대상인 까닭"), kind=SealedList
    )
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    programme: Mapped[Programme] = relationship()
    edition: Mapped[ProgrammeEdition] = relationship()

    @property
    def said(self) -> tuple[Condition, ...]:
        """The conditions as they stood."""
        return conditions_from(self.conditions)

    @property
    def instead(self) -> tuple[Said, ...]:
        """What the person could do."""
        return instead_of(self.answer, self.said, self.own_percent)


class PayerChoice(Identified, Base):
    """Which programme pays a line of the care plan, why, and who chose; None means that the resident pays."""

    __tablename__ = "payer_choice"
    __kept__ = Kept(N_("비용 부담"), Purpose.SUPPORT, Retention.CASE, course=("by_rule",))
    __table_args__ = (Index("ix_payer_choice_plan_line_id", "plan_line_id", "chosen_at"),)

    plan_line_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme.id"))
    by_rule: Mapped[bool]
    reason: Mapped[str] = sealed("payer_choice.reason", N_("비용 부담을 정한 까닭"), default="")
    chosen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    chosen_at: Mapped[datetime]

    programme: Mapped[Programme | None] = relationship()
