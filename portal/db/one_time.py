"""One-time keys of forms: sent twice, a form acts once and is answered as before."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base
from portal.db.kept import Kept


class OneTimeKey(Base):
    """Where the answer to a key led; `fingerprint` binds it to who sent what to where."""

    __tablename__ = "one_time_key"
    __kept__ = Kept(N_("한 번 보낸 양식"), Purpose.RUNNING, Retention.PORTAL, plain=True)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(default=0)
    location: Mapped[str] = mapped_column(default="")
    used_at: Mapped[datetime]
