"""When each periodic job ran last, so that several workers share them, a restart forgets none and no day is missed."""

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base
from portal.db.kept import Kept


class JobRun(Base):
    __tablename__ = "job_run"
    __kept__ = Kept(N_("작업 기록"), Purpose.RUNNING, Retention.PORTAL, plain=True)

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(200), default="")
    looked_until: Mapped[datetime | None]
    """The moment of its last run that went well."""


def looked_until(session: Session, name: str, now: datetime) -> datetime | None:
    """For a job that asks what has happened since it looked last: never later than `now`, None before its first run."""
    kept = session.scalar(select(JobRun.looked_until).where(JobRun.name == name))
    return None if kept is None else min(kept, now)
