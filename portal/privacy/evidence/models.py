"""The packs that were asked for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.claims import Claimed
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import sealed


class EvidencePack(Identified, Claimed, Base):
    """One pack of a period, made by the worker; `done` of `total` is the progress, `beat_at` the worker's last sign.

    Once its time is over the file is gone (`file_name` is empty); that it was made stays.
    """

    __tablename__ = "evidence_pack"
    __kept__ = Kept(
        N_("점검 자료"),
        Purpose.PROTECTING,
        Retention.MESSAGE,
        course=("first_on", "last_on", "done", "total", "size", "tries"),
    )
    __table_args__ = (
        CheckConstraint("done >= 0 AND done <= total", name="progress"),
        CheckConstraint("first_on <= last_on", name="period"),
        Index("ix_evidence_pack_requested_at", "requested_at"),
    )

    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[str] = sealed("evidence_pack.reason", N_("점검 자료를 만드는 까닭"))
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="", info=PLAIN)
    file_name: Mapped[str] = mapped_column(String(64), default="", info=PLAIN)
    sha256: Mapped[str] = mapped_column(String(64), default="", info=PLAIN)
    size: Mapped[int] = mapped_column(default=0)

    requested_by: Mapped[User] = relationship()

    @property
    def is_ready(self) -> bool:
        return bool(self.file_name)

    @property
    def is_waiting(self) -> bool:
        return self.finished_at is None

    @property
    def has_failed(self) -> bool:
        return bool(self.error)
