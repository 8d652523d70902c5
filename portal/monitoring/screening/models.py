"""Tables of the isolation questionnaire: its editions, what somebody answered, and answers that are being asked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import always, freeze
from portal.db.kept import Kept, naming_others, sensitive
from portal.db.sealed import SealedJson, SealedList, sealed
from portal.db.types import enum_column
from portal.monitoring.screening.states import RiskLevel, ScreenedBy, ScreeningEditionState
from portal.residents.households.models import Household, Person

_DRAFT, _PUBLISHED = text("state = 'draft'"), text("state = 'published'")


class ScreeningEdition(Identified, Base):
    """An edition that the office wrote; number 1 comes with the portal and stands in no row."""

    __tablename__ = "screening_edition"
    __kept__ = Kept(N_("고립 위험 점검지"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_screening_edition_number", "number", unique=True),
        Index("uq_screening_edition_draft", "state", unique=True, sqlite_where=_DRAFT, postgresql_where=_DRAFT),
        Index(
            "uq_screening_edition_published", "state", unique=True, sqlite_where=_PUBLISHED, postgresql_where=_PUBLISHED
        ),
    )

    number: Mapped[int]
    state: Mapped[ScreeningEditionState] = mapped_column(
        enum_column(ScreeningEditionState), default=ScreeningEditionState.DRAFT
    )
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    high_from: Mapped[int]
    middle_from: Mapped[int]
    begun_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class Screening(Identified, Base):
    """What somebody answered on a day: `replies` by the order of the questions of the edition.

    A wrong one is struck and asked anew; it stays to be read and counts for nothing.
    """

    __tablename__ = "screening"
    __kept__ = Kept(
        N_("고립 위험 점검"),
        Purpose.CARE,
        Retention.CASE,
        goes=True,
        course=("edition", "asked_on", "asked_by", "next_on"),
    )
    __table_args__ = (
        Index("ix_screening_person_id_asked_on", "person_id", "asked_on"),
        Index("ix_screening_next_on", "next_on"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    edition: Mapped[int]
    asked_on: Mapped[date]
    asked_by: Mapped[ScreenedBy] = mapped_column(enum_column(ScreenedBy))
    replies: Mapped[list[str]] = sealed("screening.replies", N_("고립 위험 점검의 답"), kind=SealedList)
    score: Mapped[int] = mapped_column(info=sensitive(N_("고립 위험 점수")))
    declined: Mapped[int] = mapped_column(info=sensitive(N_("고립 위험 점검의 답")))
    level: Mapped[RiskLevel] = mapped_column(enum_column(RiskLevel), info=sensitive(N_("고립 위험 수준")))
    note: Mapped[str] = sealed("screening.note", N_("고립 위험 점검에서 들은 말"), default="")
    next_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(info=naming_others(N_("점검한 사람")))
    recorded_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]
    struck_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()


class ScreeningDraft(Identified, Base):
    """What one of the staff has asked somebody so far, question by question."""

    __tablename__ = "screening_draft"
    __kept__ = Kept(N_("묻고 있는 고립 위험 점검"), Purpose.CARE, Retention.DRAFT, course=("edition",))
    __table_args__ = (Index("uq_screening_draft_person_id_by_id", "person_id", "by_id", unique=True),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    edition: Mapped[int]
    replies: Mapped[dict[str, Any]] = sealed(
        "screening_draft.replies", N_("고립 위험 점검의 답"), kind=SealedJson, default=dict
    )
    saved_at: Mapped[datetime]


def _is_published(connection: Connection, edition: ScreeningEdition) -> bool:
    kept = select(ScreeningEdition.state).where(ScreeningEdition.id == edition.id)
    return connection.scalar(kept) in (ScreeningEditionState.PUBLISHED, ScreeningEditionState.REPLACED)


freeze(ScreeningEdition, _is_published, may_change=frozenset({"state"}))
freeze(Screening, always, may_change=frozenset({"struck_at", "struck_by_id", "person_id", "household_id"}))
for _name in ("uq_screening_edition_draft", "uq_screening_edition_published"):
    register(_name, N_("그런 판이 이미 있습니다. 화면을 새로 고쳐 주십시오."), columns="screening_edition.state")
register("uq_screening_edition_number", N_("같은 번호의 판이 있습니다."), columns="screening_edition.number")
register(
    "uq_screening_draft_person_id_by_id",
    N_("이미 묻고 있는 점검이 있습니다. 화면을 새로 고쳐 주십시오."),
    columns="screening_draft.person_id, screening_draft.by_id",
)
