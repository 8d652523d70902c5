"""Tables of what people ask about their own data, and of who wants no messages."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.frozen import freeze
from portal.db.inserting import table_of
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import SealedList, sealed
from portal.db.types import enum_column
from portal.privacy.requests.states import (
    AskedBy,
    Ground,
    ReplyBy,
    RightsChannel,
    RightsKind,
    RightsState,
    StopWhat,
)
from portal.residents.households.models import Household, Person
from portal.residents.households.states import Fact

_WAITS = text("ended_at IS NULL")


class RightsRequest(Identified, Base):
    """What somebody asks about their own data; it waits for the office until `ended_at`.

    `received_on` is the day from which the clock of the law runs, `due_on` the last day for the answer. `identified` is
    how the office made sure who asks. `about` and `reading_id` name the opening of the record that a question is about.
    `fact` is the fact that is wrong, None where it is something else; `stops` and `stopped` are values of `StopWhat`:
    what is to stop, and what the answer stopped. Once answered it never changes.
    """

    __tablename__ = "rights_request"
    __kept__ = Kept(
        N_("개인정보에 대한 요구"),
        Purpose.PROTECTING,
        Retention.CASE,
        course=("kind", "channel", "asked_by", "reply_by", "fact", "received_on", "due_on", "ground"),
    )
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered"),
        CheckConstraint("state NOT IN ('received', 'extended') OR answered_at IS NULL", name="open"),
        CheckConstraint(
            "state NOT IN ('granted', 'partly', 'refused', 'erased') OR answered_at IS NOT NULL", name="decided"
        ),
        CheckConstraint("state NOT IN ('received', 'extended') OR ended_at IS NULL", name="waits"),
        CheckConstraint("state NOT IN ('erased', 'withdrawn') OR ended_at IS NOT NULL", name="ended"),
        CheckConstraint("(state = 'erased') = (erased_at IS NOT NULL)", name="erased"),
        CheckConstraint("state NOT IN ('partly', 'refused') OR ground IS NOT NULL", name="ground"),
        CheckConstraint("(extended_at IS NULL) = (extension = '')", name="extension"),
        Index("uq_rights_request_number", "number", unique=True),
        Index("ix_rights_request_household_id", "household_id", "asked_at"),
        Index("ix_rights_request_person_id", "person_id"),
        Index("ix_rights_request_waits", "due_on", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_rights_request_received_on", "received_on", "id"),
    )

    number: Mapped[str] = mapped_column(String(16), info=PLAIN)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[RightsKind] = mapped_column(enum_column(RightsKind))
    channel: Mapped[RightsChannel] = mapped_column(enum_column(RightsChannel))
    asked_by: Mapped[AskedBy] = mapped_column(enum_column(AskedBy))
    reply_by: Mapped[ReplyBy] = mapped_column(enum_column(ReplyBy))
    words: Mapped[str] = sealed("rights_request.words", N_("요구하신 말씀"))
    identified: Mapped[str] = sealed("rights_request.identified", N_("본인을 확인한 방법"), default="")
    about: Mapped[str] = sealed("rights_request.about", N_("물으신 열람"), default="")
    reading_id: Mapped[UUID | None]
    fact: Mapped[Fact | None] = mapped_column(enum_column(Fact))
    stops: Mapped[list[str]] = sealed(
        "rights_request.stops", N_("멈추어 달라고 하신 것"), kind=SealedList, default=list
    )
    asked_at: Mapped[datetime]
    received_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[RightsState] = mapped_column(enum_column(RightsState))
    extended_at: Mapped[datetime | None]
    extension: Mapped[str] = sealed("rights_request.extension", N_("답을 늦춘 까닭"), default="")
    ground: Mapped[Ground | None] = mapped_column(enum_column(Ground))
    stopped: Mapped[list[str]] = sealed("rights_request.stopped", N_("멈춘 것"), kind=SealedList, default=list)
    answer: Mapped[str] = sealed("rights_request.answer", N_("요구에 드린 답"), default="")
    answered_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def to_stop(self) -> list[StopWhat]:
        return [StopWhat(each) for each in self.stops]

    @property
    def was_stopped(self) -> list[StopWhat]:
        return [StopWhat(each) for each in self.stopped]


def _is_answered(connection: Connection, request: RightsRequest) -> bool:
    table = table_of(RightsRequest)
    return connection.scalar(select(table.c.answered_at).where(table.c.id == request.id)) is not None


GOES_ON = frozenset({"state", "posted_at", "erased_at", "ended_at", "warned_at", "overdue_told_at"})
CARRIED = frozenset({"household_id", "person_id"})
freeze(RightsRequest, _is_answered, may_change=GOES_ON | CARRIED)


class MessageStop(Identified, Base):
    """Since `begun_at` somebody wants neither texts nor mails, by a request of theirs, until they want them again."""

    __tablename__ = "message_stop"
    __kept__ = Kept(N_("문자와 메일 멈춤"), Purpose.TELLING, Retention.CASE, plain=True)
    __table_args__ = (
        Index(
            "uq_message_stop_open",
            "person_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("rights_request.id"), index=True)
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
