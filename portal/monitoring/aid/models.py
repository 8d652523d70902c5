"""The table of what was asked for on somebody's behalf."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept, sensitive
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.aid.states import AidKind, AidState, AmountBand
from portal.residents.households.models import Household, Person

COUNTED = "the work plans of all years count emergency aid by its kind"
IS_OPEN = text("answered_on IS NULL")


class Aid(Identified, Base):
    """What was asked for, where and when, and what came of it; `answer_due_on` is when an answer should have come."""

    __tablename__ = "aid"
    __kept__ = Kept(
        N_("대신 신청한 급여"),
        Purpose.CARE,
        Retention.CASE,
        course=("asked_on", "answer_due_on", "answered_on", "band"),
    )
    __table_args__ = (
        CheckConstraint("(state = 'asked') = (answered_on IS NULL)", name="answered"),
        CheckConstraint("state = 'granted' OR band = 'unanswered'", name="band"),
        Index("ix_aid_household_id", "household_id", "asked_on"),
        Index("ix_aid_open", "answer_due_on", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[AidKind] = mapped_column(enum_column(AidKind), info=sensitive(N_("신청한 급여"), stays=COUNTED))
    agency: Mapped[str] = mapped_column(String(60), info=PLAIN)
    words: Mapped[str] = sealed("aid.words", N_("급여가 필요한 사정"), default="")
    asked_on: Mapped[date]
    noted_at: Mapped[datetime]
    answer_due_on: Mapped[date]
    state: Mapped[AidState] = mapped_column(enum_column(AidState))
    answered_on: Mapped[date | None]
    band: Mapped[AmountBand] = mapped_column(enum_column(AmountBand), default=AmountBand.UNANSWERED)
    answer: Mapped[str] = sealed("aid.answer", N_("급여 신청에 온 답"), default="")

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()
