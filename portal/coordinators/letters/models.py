"""The table of letters of thanks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.members.models import Organisation
from portal.coordinators.letters.states import LetterState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept, identifying
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.residents.households.models import Household, Person


class Letter(Identified, Base):
    """What a resident wrote to a member that came; `may_show` is their consent to have it shown to all members.

    `photo_name` names a cleaned photograph in the store of letters; empty is none.
    """

    __tablename__ = "letter"
    __kept__ = Kept(N_("고맙다는 편지"), Purpose.CARE, Retention.CASE, course=("may_show",))
    __table_args__ = (
        CheckConstraint("(state = 'shown') = (shown_at IS NOT NULL)", name="shown"),
        CheckConstraint("state <> 'shown' OR may_show", name="may_be_shown"),
        Index("ix_letter_shown_at", "shown_at", "id"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    words: Mapped[str] = sealed("letter.words", N_("편지의 말"))
    photo_name: Mapped[str] = mapped_column(String(120), default="", info=identifying(N_("편지의 사진")))
    may_show: Mapped[bool]
    state: Mapped[LetterState] = mapped_column(enum_column(LetterState))
    written_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
