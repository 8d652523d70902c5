"""Tables of households, of people and of what changed in their files."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.accounts.models import User
from portal.core.hangul import initial_consonants
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.core.names import address_key, given_name_key, name_key
from portal.core.phone import tail
from portal.db.base import Base, Identified
from portal.db.frozen import always, freeze
from portal.db.kept import PLAIN, Kept, identifying, naming_others
from portal.db.sealed import SealedJson, sealed
from portal.db.types import enum_column
from portal.residents.households.rules import Identity
from portal.residents.households.states import Fact, Language, SameSex, Sex

NO_BIRTH = date(1900, 1, 1)
"""Stands for the birth date of whoever is nobody any more."""


class Household(Identified, Base):
    """Where people live and how to come in; `number` is what is said on the telephone.

    The file of somebody who had another one points to that one, `joined_into_id`, and holds nothing any more but what
    never changes.
    """

    __tablename__ = "household"
    __kept__ = Kept(N_("가구"), Purpose.CARE, Retention.CASE)
    __table_args__ = (
        Index("uq_household_number", "number", unique=True),
        Index("ix_household_dong_code", "dong_code"),
        Index("ix_household_address_key", "address_key"),
        Index("ix_household_joined_into_id", "joined_into_id"),
    )

    number: Mapped[str] = mapped_column(String(16), info=PLAIN)
    address: Mapped[str] = mapped_column(String(200), info=identifying(N_("주소")))
    address_detail: Mapped[str] = mapped_column(String(100), default="", info=identifying(N_("주소")))
    address_key: Mapped[str] = mapped_column(String(900), default="", info=identifying(N_("주소")))
    postcode: Mapped[str] = mapped_column(String(5), default="", info=identifying(N_("주소")))
    dong_code: Mapped[str] = mapped_column(String(10), info=PLAIN)
    lives_alone: Mapped[bool | None] = mapped_column(info=identifying(N_("혼자 사는지")))
    pets: Mapped[str] = mapped_column(String(200), default="", info=identifying(N_("반려동물")))
    entry_note: Mapped[str] = sealed("household.entry_note", N_("들어가는 방법"), default="")
    emergency_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("비상 연락처")))
    emergency_relation: Mapped[str] = mapped_column(String(30), default="", info=identifying(N_("비상 연락처")))
    emergency_phone: Mapped[str] = mapped_column(String(16), default="", info=naming_others(N_("비상 연락처")))
    joined_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    created_at: Mapped[datetime]

    people: Mapped[list["Person"]] = relationship(back_populates="household", order_by="Person.created_at")

    @property
    def person(self) -> "Person":
        """The one whom the household's case is about: the first entered."""
        return self.people[0]

    @validates("address", "address_detail")
    def _follow_address(self, column: str, value: str) -> str:
        parts = {"address": self.address or "", "address_detail": self.address_detail or "", column: value}
        self.address_key = address_key(parts["address"], parts["address_detail"])
        return value


class Person(Identified, Base):
    """A resident. People are found by what follows from name and telephone: keys, initials, the last four digits.

    `phone_wrong_at` is when somebody else answered there: until it becomes another number nothing is sent to it.
    """

    __tablename__ = "person"
    __kept__ = Kept(N_("이용자"), Purpose.CARE, Retention.CASE)
    __table_args__ = (
        Index("ix_person_name", "name"),
        Index("ix_person_name_key", "name_key"),
        Index("ix_person_given_name_key", "given_name_key"),
        Index("ix_person_initials", "initials"),
        Index("ix_person_phone", "phone"),
        Index("ix_person_phone_tail", "phone_tail"),
        Index("uq_person_user_id", "user_id", unique=True),
        Index("ix_person_joined_into_id", "joined_into_id"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("이름")))
    name_key: Mapped[str] = mapped_column(String(150), info=identifying(N_("이름")))
    given_name_key: Mapped[str] = mapped_column(String(150), info=identifying(N_("이름")))
    initials: Mapped[str] = mapped_column(String(50), info=identifying(N_("이름")))
    birth_on: Mapped[date] = mapped_column(info=identifying(N_("생년월일"), left=NO_BIRTH))
    sex: Mapped[Sex] = mapped_column(enum_column(Sex), info=identifying(N_("성별"), left=Sex.UNANSWERED))
    phone: Mapped[str | None] = mapped_column(String(16), info=identifying(N_("연락처")))
    phone_tail: Mapped[str] = mapped_column(String(4), default="", info=identifying(N_("연락처")))
    phone_wrong_at: Mapped[datetime | None]
    email: Mapped[str | None] = mapped_column(String(254), info=identifying(N_("이메일")))
    language: Mapped[Language] = mapped_column(
        enum_column(Language),
        default=Language.UNANSWERED,
        info=identifying(N_("편한 말"), left=Language.UNANSWERED),
    )
    same_sex: Mapped[SameSex] = mapped_column(
        enum_column(SameSex),
        default=SameSex.UNANSWERED,
        info=identifying(N_("같은 성별을 바라는지"), left=SameSex.UNANSWERED),
    )
    note: Mapped[str] = sealed("person.note", N_("건강과 주의할 점"), default="")
    death_known_on: Mapped[date | None] = mapped_column(info=identifying(N_("돌아가신 것을 안 날")))
    joined_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    household: Mapped[Household] = relationship(back_populates="people")
    user: Mapped[User | None] = relationship()

    @property
    def identity(self) -> Identity:
        return Identity(self.name_key, self.birth_on, self.phone, self.household.address_key)

    @validates("name")
    def _follow_name(self, _column: str, name: str) -> str:
        self.name_key, self.given_name_key = name_key(name), given_name_key(name)
        self.initials = initial_consonants("".join(name.split()))
        return name

    @validates("phone")
    def _follow_phone(self, _column: str, phone: str | None) -> str | None:
        self.phone_tail = tail(phone) if phone else ""
        self.phone_wrong_at = None
        return phone


_NEWS = text("told_by_person AND seen_at IS NULL")


class FactChange(Identified, Base):
    """One fact of a file that became another, true from `from_on`: who wrote it, why, and both values by their columns.

    What the person changed themselves is news until somebody of the staff has looked at it.
    """

    __tablename__ = "fact_change"
    __kept__ = Kept(
        N_("바뀐 정보"), Purpose.CARE, Retention.CASE, goes=True, course=("fact", "from_on", "told_by_person")
    )
    __table_args__ = (
        Index("ix_fact_change_household_id_at", "household_id", "at"),
        Index("ix_fact_change_news", "household_id", "at", sqlite_where=_NEWS, postgresql_where=_NEWS),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    fact: Mapped[Fact] = mapped_column(enum_column(Fact))
    before: Mapped[dict[str, Any]] = sealed("fact_change.before", N_("바뀌기 전의 정보"), kind=SealedJson)
    after: Mapped[dict[str, Any]] = sealed("fact_change.after", N_("바뀐 정보"), kind=SealedJson)
    from_on: Mapped[date]
    reason: Mapped[str] = sealed("fact_change.reason", N_("정보를 고친 까닭"), default="")
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("고친 사람")))
    told_by_person: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    person: Mapped[Person] = relationship()
    household: Mapped[Household] = relationship()


freeze(FactChange, always, may_change=frozenset({"seen_at", "seen_by_id"}))
