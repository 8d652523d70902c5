"""Tables of minutes that are to be confirmed; sealed ones never change."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.models import SPOKEN, AgendaItem, Attendee, Meeting
from portal.consortium.meetings.states import SilenceCounts
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer, MinutesState
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.frozen import freeze, freeze_additions
from portal.db.kept import Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column


class Minutes(Identified, Base):
    """The minutes of a closed meeting, out to be confirmed until a day and sealed after it.

    `silence` is what counts for whoever says nothing, and was asked once more at `reminded_at`. Since `amended_at` they
    read otherwise than before. Where the `last_word_counts`, who objected after they confirmed has confirmed no more,
    and silence counts of whoever was asked since then alone; sealed earlier, of whoever was asked. `number` is that of
    the document; `digest`, a SHA-256, is of all that the sealed minutes say.
    """

    __tablename__ = "minutes"
    __kept__ = Kept(N_("회의록 확인"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_minutes_meeting_id", "meeting_id", unique=True),
        Index("uq_minutes_number", "number", unique=True),
        CheckConstraint("(state = 'sealed') = (sealed_at IS NOT NULL)", name="sealed"),
        CheckConstraint("(sealed_at IS NULL) = (number IS NULL) AND (number IS NULL) = (digest = '')", name="number"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    state: Mapped[MinutesState] = mapped_column(enum_column(MinutesState), index=True)
    sent_at: Mapped[datetime]
    until: Mapped[date]
    silence: Mapped[SilenceCounts] = mapped_column(enum_column(SilenceCounts))
    reminded_at: Mapped[datetime | None]
    amended_at: Mapped[datetime | None]
    last_word_counts: Mapped[bool] = mapped_column(default=True)
    sealed_at: Mapped[datetime | None]
    number: Mapped[str | None] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64), default="")

    meeting: Mapped[Meeting] = relationship()
    replies: Mapped[list["MinutesReply"]] = relationship(
        back_populates="minutes", order_by="MinutesReply.said_at, MinutesReply.id"
    )


class MinutesReply(Identified, Base):
    """What somebody who was there said of the minutes: that they are right, or what is not, under which point.

    `signature` are the strokes (`portal.core.drawn`) of who signed by hand. `outcome` and `reason` are what the office
    answered to an amendment.
    """

    __tablename__ = "minutes_reply"
    __kept__ = Kept(N_("회의록에 대한 답"), Purpose.WORKING, Retention.CONFERENCE, course=("answer", "outcome"))
    __table_args__ = (
        CheckConstraint("(answer = 'confirmed') = (words = '')", name="words"),
        CheckConstraint("signature = '' OR answer = 'confirmed'", name="signature"),
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("outcome IS NULL OR answer = 'amends'", name="outcome"),
    )

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_attendee.id"), index=True)
    answer: Mapped[MinutesAnswer] = mapped_column(enum_column(MinutesAnswer))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    words: Mapped[str] = mapped_column(Text, default="", info=SPOKEN)
    signature: Mapped[str] = sealed("minutes_reply.signature", N_("손으로 쓴 서명"), default="")
    said_at: Mapped[datetime]
    outcome: Mapped[AmendmentOutcome | None] = mapped_column(enum_column(AmendmentOutcome))
    reason: Mapped[str] = mapped_column(Text, default="", info=SPOKEN)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    minutes: Mapped[Minutes] = relationship(back_populates="replies")
    seat: Mapped[Attendee] = relationship()
    item: Mapped[AgendaItem | None] = relationship()


def _is_sealed(connection: Connection, minutes: Minutes) -> bool:
    return _state_sealed(connection, minutes.id)


def _belongs_to_sealed(connection: Connection, reply: MinutesReply) -> bool:
    return _state_sealed(connection, reply.minutes_id)


def _state_sealed(connection: Connection, minutes_id: UUID) -> bool:
    return connection.scalar(select(Minutes.state).where(Minutes.id == minutes_id)) is MinutesState.SEALED


freeze(Minutes, _is_sealed)
freeze(MinutesReply, _belongs_to_sealed)
freeze_additions(MinutesReply, _belongs_to_sealed)
