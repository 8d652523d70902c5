"""The table of files that look alike."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import SealedJson, sealed
from portal.db.types import enum_column
from portal.residents.households.models import Person
from portal.residents.households.rules import may_be_one_person
from portal.residents.households.states import Trait
from portal.residents.resemblances.states import ResemblanceState


class Resemblance(Identified, Base):
    """Two files that may be about one person, `person` the later of them; `traits` is what they had in common.

    Joined, `kept_id` names the one that goes on, and `carried` what came to it from the other, so that all of it can go
    back.
    """

    __tablename__ = "resemblance"
    __kept__ = Kept(N_("비슷한 두 파일"), Purpose.APPLYING, Retention.CASE)
    __table_args__ = (
        Index("uq_resemblance_pair", "person_id", "other_id", unique=True),
        Index("ix_resemblance_other_id", "other_id"),
        Index("ix_resemblance_state_found_at", "state", "found_at"),
        CheckConstraint("person_id <> other_id", name="two"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(state = 'joined') = (kept_id IS NOT NULL)", name="joined"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ResemblanceState] = mapped_column(enum_column(ResemblanceState), default=ResemblanceState.WAITING)
    traits: Mapped[list[str]] = mapped_column(info=PLAIN)
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = sealed("resemblance.reason", N_("합치거나 따로 둔 까닭"), default="")
    kept_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    carried: Mapped[dict[str, Any]] = sealed("resemblance.carried", N_("합치기 전의 값"), kind=SealedJson, default=dict)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    other: Mapped[Person] = relationship(foreign_keys=[other_id])

    @property
    def household_id(self) -> UUID:
        """In the life of the earlier file its steps are told."""
        return self.other.household_id

    @property
    def common(self) -> frozenset[Trait]:
        return frozenset(Trait(value) for value in self.traits)

    @property
    def is_likely(self) -> bool:
        """Whether more than a number says that it is one person."""
        return may_be_one_person(self.common)

    @property
    def kept(self) -> Person | None:
        return next((one for one in (self.other, self.person) if one.id == self.kept_id), None)

    @property
    def gone(self) -> Person | None:
        """The one whose file came to the other's."""
        return next((one for one in (self.person, self.other) if self.kept_id and one.id != self.kept_id), None)


register(
    "uq_resemblance_pair",
    N_("이미 찾아 둔 두 분입니다. 화면을 새로 고쳐 주십시오."),
    columns="resemblance.person_id, resemblance.other_id",
)
