"""The table of those who help somebody."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept, identifying, naming_others
from portal.db.types import enum_column
from portal.residents.helpers.states import HelperMay, HelpingState
from portal.residents.households.models import Person


class Helping(Identified, Base):
    """Somebody who helps a person, with an account of their own that opens this person's care and nothing else.

    `sees_record`: the person also agreed that they see who opened the record, and ask in their name about it.
    """

    __tablename__ = "helping"
    __kept__ = Kept(N_("도와주는 분"), Purpose.CARE, Retention.CASE, course=("may", "sees_record"))
    __table_args__ = (
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        Index("uq_helping_user_id", "user_id", unique=True),
        Index(
            "uq_helping_open",
            "person_id",
            "phone",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(50), info=naming_others(N_("도와주는 분의 이름")))
    relation: Mapped[str] = mapped_column(String(30), info=identifying(N_("도와주는 분의 관계")))
    phone: Mapped[str] = mapped_column(String(16), info=naming_others(N_("도와주는 분의 연락처")))
    may: Mapped[HelperMay] = mapped_column(enum_column(HelperMay))
    sees_record: Mapped[bool] = mapped_column(default=False)
    state: Mapped[HelpingState] = mapped_column(enum_column(HelpingState))
    agreed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    user: Mapped[User] = relationship()


register(
    "uq_helping_open",
    N_("이 번호로 이미 도와주고 있는 분입니다."),
    "phone",
    columns="helping.person_id, helping.phone",
)
