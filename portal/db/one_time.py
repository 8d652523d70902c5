"""One-time keys of forms: sent twice, a form acts once and is answered as before."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class OneTimeKey(Base):
    """Where the answer to a key led; `fingerprint` binds it to who sent what to where."""

    __tablename__ = "one_time_key"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(default=0)
    location: Mapped[str] = mapped_column(default="")
    used_at: Mapped[datetime]
