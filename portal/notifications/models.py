"""The outbox: what shall be sent, to whom, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept, identifying, naming_others
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.notifications.states import Audience, CallOutcome, Channel, Delivery, Unsent

_TO_CALL = text("why IS NOT NULL AND called_at IS NULL AND person_id IS NOT NULL")
"""Of all messages the few that did not reach a person whom nobody has called yet."""


class OutboxMessage(Identified, Base):
    """One message; it is tried again until it is sent or given up after the last attempt or at `not_after_at`.

    It is bound to its subject and to what it `says` about it, and is asked again whether that is so when it is sent.
    What a resident is told names the person and the household, so that a call can take its place. A mail may bring a
    `calendar` file (RFC 5545) along. The body of a secret one (a code, a link that opens an account) is emptied once it
    is sent.
    """

    __tablename__ = "outbox_message"
    __kept__ = Kept(
        N_("문자와 메일"),
        Purpose.TELLING,
        Retention.MESSAGE,
        course=("channel", "audience", "why", "attempts", "is_secret", "call_outcome"),
    )
    __table_args__ = (
        Index("ix_outbox_message_due", "state", "not_before_at"),
        Index("ix_outbox_message_subject_id", "subject_id"),
        Index("ix_outbox_message_household_id", "household_id"),
        Index("ix_outbox_message_created_at", "created_at", "id"),
        Index("ix_outbox_message_to_call", "household_id", sqlite_where=_TO_CALL, postgresql_where=_TO_CALL),
        CheckConstraint("(state IN ('failed', 'unknown', 'unsent')) = (why IS NOT NULL)", name="why"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
    )

    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    audience: Mapped[Audience] = mapped_column(enum_column(Audience))
    recipient: Mapped[str] = mapped_column(String(254), info=identifying(N_("받는 번호와 주소")))
    person_id: Mapped[UUID | None]
    household_id: Mapped[UUID | None]
    subject: Mapped[str] = mapped_column(String(200), default="", info=identifying(N_("메일 제목")))
    body: Mapped[str] = sealed("outbox_message.body", N_("문자와 메일의 내용"))
    calendar: Mapped[str] = sealed("outbox_message.calendar", N_("함께 보내는 달력 파일"), default="")
    kind: Mapped[str] = mapped_column(String(64), info=PLAIN)
    subject_kind: Mapped[str] = mapped_column(String(32), default="", info=PLAIN)
    subject_id: Mapped[UUID | None]
    says: Mapped[str] = mapped_column(String(64), default="", info=PLAIN)
    state: Mapped[Delivery] = mapped_column(enum_column(Delivery), default=Delivery.WAITING)
    why: Mapped[Unsent | None] = mapped_column(enum_column(Unsent))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    not_before_at: Mapped[datetime]
    not_after_at: Mapped[datetime | None]
    is_secret: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(200), default="", info=PLAIN)
    called_at: Mapped[datetime | None]
    call_outcome: Mapped[CallOutcome | None] = mapped_column(enum_column(CallOutcome))

    events: Mapped[list["OutboxEvent"]] = relationship(
        order_by="OutboxEvent.at, OutboxEvent.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_put_off(self) -> bool:
        """Whether it waits for the morning, or for another try."""
        return self.not_before_at > self.created_at


class OutboxEvent(Identified, Base):
    """What became of a message at a moment: the state that it reached and why; `by_name` is "" for the portal itself.

    It goes with its message.
    """

    __tablename__ = "outbox_event"
    __kept__ = Kept(N_("문자와 메일이 지나온 일"), Purpose.TELLING, Retention.MESSAGE, course=("why", "outcome"))

    message_id: Mapped[UUID] = mapped_column(ForeignKey("outbox_message.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    state: Mapped[Delivery] = mapped_column(enum_column(Delivery))
    why: Mapped[Unsent | None] = mapped_column(enum_column(Unsent))
    outcome: Mapped[CallOutcome | None] = mapped_column(enum_column(CallOutcome))
    error: Mapped[str] = mapped_column(String(200), default="", info=PLAIN)
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("처리한 사람")))
