"""Which account is entered by whom of an organisation's provider."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying


class ProviderLink(Identified, Base):
    """By whom of an organisation's provider an account is entered: `issuer` and `subject` together, never an e-mail."""

    __tablename__ = "provider_link"
    __kept__ = Kept(N_("기관 로그인"), Purpose.PROTECTING, Retention.GRANT)
    __table_args__ = (
        Index("uq_provider_link_subject", "issuer", "subject", unique=True),
        Index("uq_provider_link_user", "user_id", "issuer", unique=True),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    issuer: Mapped[str] = mapped_column(String(255), info=PLAIN)
    subject: Mapped[str] = mapped_column(String(255), info=identifying(N_("기관 계정 번호")))
    linked_at: Mapped[datetime]
    shown_at: Mapped[datetime]
    """When the provider's last answer came that was used: none opens twice."""


register(
    "uq_provider_link_subject",
    N_("이 기관 계정은 다른 직원의 계정과 이어져 있습니다."),
    columns="provider_link.issuer, provider_link.subject",
)
register(
    "uq_provider_link_user",
    N_("이미 이 기관의 다른 계정과 이어져 있습니다. 먼저 그것을 끊어 주십시오."),
    columns="provider_link.user_id, provider_link.issuer",
)
