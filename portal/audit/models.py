"""Tables of the audit: entries that never change, and seals that would show it if they did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class AuditEntry(Identified, Base):
    """One change, refusal or read of personal data. `details` names fields and states, no personal data."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_kind", "subject_id", "at"),
        Index("ix_audit_entry_at", "at"),
        Index("ix_audit_entry_actor_id_at", "actor_id", "at"),
    )

    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(50), default="")
    subject_kind: Mapped[str] = mapped_column(String(32), default="")
    subject_id: Mapped[UUID | None]
    address: Mapped[str] = mapped_column(String(64), default="")
    is_read: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seal_id: Mapped[UUID | None] = mapped_column(index=True)


class AuditSeal(Identified, Base):
    """A digest over a run of entries and over the seal before it."""

    __tablename__ = "audit_seal"

    sealed_at: Mapped[datetime]
    entries: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    previous_digest: Mapped[str] = mapped_column(String(64), default="")
