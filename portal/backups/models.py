"""What was backed up, how the drills went, and that this portal is a restored one."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.backups.states import HeldMessages
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept, identifying
from portal.db.types import enum_column

_UNDECIDED = text("decided_at IS NULL")


class Backup(Identified, Base):
    """A back-up that was made, as its manifest says; `size` is in bytes."""

    __tablename__ = "backup"
    __kept__ = Kept(N_("백업 기록"), Purpose.RUNNING, Retention.PORTAL, plain=True)

    made_at: Mapped[datetime] = mapped_column(index=True)
    seconds: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[int]
    audit_digest: Mapped[str] = mapped_column(String(64), default="")


class Drill(Identified, Base):
    """One try to restore the newest back-up; `problems` are sentences, none when all was well."""

    __tablename__ = "drill"
    __kept__ = Kept(N_("백업을 되살려 본 기록"), Purpose.RUNNING, Retention.PORTAL, plain=True)

    started_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(120), default="")
    problems: Mapped[list[str]]


class Restoration(Identified, Base):
    """This portal was restored from a back-up; until the office has decided, it sends no message."""

    __tablename__ = "restoration"
    __kept__ = Kept(N_("포털을 되살린 기록"), Purpose.PROTECTING, Retention.PORTAL, course=("decision",))
    __table_args__ = (
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("ix_restoration_undecided", "restored_at", sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED),
    )

    made_at: Mapped[datetime]
    restored_at: Mapped[datetime]
    decision: Mapped[HeldMessages | None] = mapped_column(enum_column(HeldMessages))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("정한 사람")))
