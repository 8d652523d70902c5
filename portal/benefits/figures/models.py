"""Tables of the figures: budgets, closed months with the rows they were closed with, and restatements."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.benefits.ledger.models import Charge
from portal.benefits.programmes.models import Programme
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import always, freeze
from portal.db.kept import PLAIN, Kept


class Budget(Identified, Base):
    """What a programme may spend in a year, in won; the row set last counts, the earlier ones stay."""

    __tablename__ = "budget"
    __kept__ = Kept(N_("예산"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("ix_budget_year_programme_id", "year", "programme_id", "set_at"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    year: Mapped[int]
    amount: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime]

    programme: Mapped[Programme] = relationship()
    set_by: Mapped[User | None] = relationship()


class ClosedMonth(Identified, Base):
    """A month whose figures were told for good; `month` is its first day."""

    __tablename__ = "closed_month"
    __kept__ = Kept(N_("마감한 달"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_closed_month", "month", unique=True),)

    month: Mapped[date]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime]

    closed_by: Mapped[User | None] = relationship()
    restatements: Mapped[list["Restatement"]] = relationship(
        back_populates="closed_month", order_by="Restatement.number"
    )


class Restatement(Identified, Base):
    """A later change of a closed month, told with its reason; its rows are what was added and taken away."""

    __tablename__ = "restatement"
    __kept__ = Kept(N_("통계 정정"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_restatement_number", "closed_month_id", "number", unique=True),)

    closed_month_id: Mapped[UUID] = mapped_column(ForeignKey("closed_month.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    restated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    restated_at: Mapped[datetime]

    closed_month: Mapped[ClosedMonth] = relationship(back_populates="restatements")
    restated_by: Mapped[User | None] = relationship()
    rows: Mapped[list["MonthRow"]] = relationship(back_populates="restatement")


class MonthRow(Identified, Base):
    """One charge as a month was closed with it, or what a restatement added (1) or took away (-1) of it.

    The sum of a month's rows is what the month says now. `dong_code` is where the person lived at the closing.
    """

    __tablename__ = "month_row"
    __kept__ = Kept(
        N_("마감한 통계의 줄"),
        Purpose.SUPPORT,
        Retention.CONSORTIUM,
        course=("service_on", "cases", "amount", "own_share", "support"),
    )
    __table_args__ = (
        Index("ix_month_row_closed_month_id", "closed_month_id"),
        Index("ix_month_row_charge_id", "charge_id"),
        Index("ix_month_row_restatement_id", "restatement_id"),
        CheckConstraint("cases IN (-1, 0, 1)", name="cases"),
        CheckConstraint("amount = own_share + support", name="parts"),
    )

    closed_month_id: Mapped[UUID] = mapped_column(ForeignKey("closed_month.id"))
    restatement_id: Mapped[UUID | None] = mapped_column(ForeignKey("restatement.id"))
    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    dong_code: Mapped[str] = mapped_column(String(10), info=PLAIN)
    service_on: Mapped[date]
    cases: Mapped[int]
    amount: Mapped[int]
    own_share: Mapped[int]
    support: Mapped[int]

    charge: Mapped[Charge] = relationship()
    programme: Mapped[Programme | None] = relationship()
    restatement: Mapped[Restatement | None] = relationship(back_populates="rows")


for _model in (Budget, ClosedMonth, Restatement, MonthRow):
    freeze(_model, always)

register("ck_budget_amount", N_("예산은 0원보다 적을 수 없습니다."), "amount")
register("uq_closed_month", N_("이미 마감한 달입니다."), columns="closed_month.month")
