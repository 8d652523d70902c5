"""Addresses that staff want to sign in by, until a mailed link shows that they are theirs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import Kept, identifying, secret


class EmailChange(Identified, Base):
    """Somebody of the staff wants to sign in by `email`; the link that was sent there opens once, in their account."""

    __tablename__ = "email_change"
    __kept__ = Kept(N_("이메일 바꾸기"), Purpose.PROTECTING, Retention.SIGN_IN)
    __table_args__ = (Index("uq_email_change_token_digest", "token_digest", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), info=identifying(N_("새 이메일")))
    token_digest: Mapped[str] = mapped_column(String(64), info=secret(N_("이메일을 확인하는 열쇠")))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
