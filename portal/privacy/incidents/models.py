"""Tables of leaks and of the people whom they touched."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.privacy.incidents.states import IncidentState, ToldBy
from portal.residents.households.models import Person


class Incident(Identified, Base):
    """A leak; through `account_id`, or by whatever account where it is None, in the period from `since` to `until`.

    `items`, `how`, `advice`, `measures`, `relief` and `contact` are the six that the law tells the people.
    """

    __tablename__ = "incident"
    __kept__ = Kept(
        N_("개인정보 유출"), Purpose.PROTECTING, Retention.INCIDENT, course=("is_sensitive", "is_from_outside")
    )
    __table_args__ = (
        CheckConstraint("until >= since", name="span"),
        CheckConstraint("(state = 'detected') = (contained_at IS NULL)", name="contained"),
        CheckConstraint("(state IN ('detected', 'contained')) = (told_at IS NULL)", name="told"),
        CheckConstraint("state <> 'reported' OR reported_at IS NOT NULL", name="reported"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_incident_state_detected_at", "state", "detected_at"),
    )

    title: Mapped[str] = mapped_column(String(100), info=PLAIN)
    detected_at: Mapped[datetime]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    is_sensitive: Mapped[bool]
    is_from_outside: Mapped[bool]
    items: Mapped[str] = mapped_column(Text, info=PLAIN)
    how: Mapped[str] = sealed("incident.how", N_("유출된 때와 경위"))
    advice: Mapped[str] = mapped_column(Text, info=PLAIN)
    measures: Mapped[str] = sealed("incident.measures", N_("한 조치"))
    relief: Mapped[str] = mapped_column(Text, info=PLAIN)
    contact: Mapped[str] = mapped_column(String(200), info=PLAIN)
    state: Mapped[IncidentState] = mapped_column(enum_column(IncidentState), default=IncidentState.DETECTED)
    contained_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    report_number: Mapped[str] = mapped_column(String(100), default="", info=PLAIN)
    closed_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]

    account: Mapped[User | None] = relationship()
    touched: Mapped[list["TouchedPerson"]] = relationship(back_populates="incident", order_by="TouchedPerson.id")


class TouchedPerson(Identified, Base):
    """Somebody whose data leaked, and how they were told."""

    __tablename__ = "touched_person"
    __kept__ = Kept(N_("유출된 분"), Purpose.PROTECTING, Retention.INCIDENT, course=("told_by",))
    __table_args__ = (
        Index("uq_touched_person_incident_id_person_id", "incident_id", "person_id", unique=True),
        CheckConstraint("(told_by IS NULL) = (told_at IS NULL)", name="told"),
    )

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    told_by: Mapped[ToldBy | None] = mapped_column(enum_column(ToldBy))
    told_at: Mapped[datetime | None]

    incident: Mapped[Incident] = relationship(back_populates="touched")
    person: Mapped[Person] = relationship()


register("ck_incident_span", N_("끝난 때는 시작한 때보다 빠를 수 없습니다."), "until")
