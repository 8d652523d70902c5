"""The outbox: what shall be sent, to whom, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.messages import N_
from portal.core.worded import Worded
from portal.db.base import Base, Identified
from portal.db.types import enum_column


class Channel(Worded):
    MAIL = "mail", N_("메일")
    TEXT = "text", N_("문자")


class Delivery(Worded):
    WAITING = "waiting", N_("보낼 것"), "info"
    SENT = "sent", N_("보냄"), "success"
    FAILED = "failed", N_("보내지 못함"), "danger"


class OutboxMessage(Identified, Base):
    """One message; it is tried again until it is sent or given up after the last attempt or at `not_after_at`.

    The body of a secret one (a code, a link that opens an account) is emptied once it is sent.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_due", "state", "not_before_at"),)

    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(32), default="")
    subject_id: Mapped[UUID | None]
    state: Mapped[Delivery] = mapped_column(enum_column(Delivery), default=Delivery.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    not_before_at: Mapped[datetime]
    not_after_at: Mapped[datetime | None]
    is_secret: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(200), default="")

    @property
    def is_put_off(self) -> bool:
        """Whether it waits for the morning, or for another try."""
        return self.not_before_at > self.created_at
