"""When each periodic job ran last, so that several workers share them and a restart forgets none."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

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
