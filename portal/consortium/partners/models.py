"""The table of the partners."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.consortium.partners.states import Accord, PartnerKind
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column


class Partner(Identified, Base):
    """A body outside the consortium, and on what the work together with it stands, from the first day to the last.

    `score` of 100 and `selected_on` are of the selection, where there was one; without `ends_on` it goes on.
    """

    __tablename__ = "partner"
    __kept__ = Kept(
        N_("협력 기관"),
        Purpose.WORKING,
        Retention.CONSORTIUM,
        course=("kind", "accord", "score", "selected_on", "starts_on", "ends_on"),
    )
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term"),
        CheckConstraint("(score IS NULL) = (selected_on IS NULL)", name="selected"),
        Index("ix_partner_starts_on", "starts_on"),
    )

    name: Mapped[str] = mapped_column(String(100), info=PLAIN)
    kind: Mapped[PartnerKind] = mapped_column(enum_column(PartnerKind))
    phone: Mapped[str] = mapped_column(String(16), info=identifying(N_("업무용 연락처")))
    contact_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("담당자의 이름")))
    address: Mapped[str] = mapped_column(String(200), default="", info=PLAIN)
    accord: Mapped[Accord] = mapped_column(enum_column(Accord))
    score: Mapped[int | None]
    selected_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    entered_at: Mapped[datetime]


register("ck_partner_term", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "ends_on")
register("ck_partner_selected", N_("선정 점수와 선정한 날을 함께 적어 주십시오."), "score")
