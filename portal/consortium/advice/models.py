"""Tables of the experts and of what they advised."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.advice.states import AdviceState, FeeRule, Speciality
from portal.consortium.meetings.models import Meeting
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column


class Expert(Identified, Base):
    """Somebody who advises the consortium from a day on, for a fee or not.

    `kept_on` is when they agreed that this is kept, `named_on` when they agreed to be named outside the office,
    `asked_on` when they agreed to be asked to advisory meetings, by `email` or by `phone` (E.164). Who
    took the first back (`erased_on`) has no name here any more; what they advised stays.
    """

    __tablename__ = "expert"
    __kept__ = Kept(
        N_("자문위원"),
        Purpose.WORKING,
        Retention.CONSORTIUM,
        course=("speciality", "fee_rule", "fee", "from_on", "until_on", "kept_on", "named_on", "asked_on", "erased_on"),
    )
    __table_args__ = (
        CheckConstraint("(fee_rule = 'none') = (fee IS NULL) AND (fee IS NULL OR fee > 0)", name="fee"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="terms"),
        CheckConstraint("(asked_on IS NULL) = (email = '' AND phone = '')", name="asked"),
        CheckConstraint("(erased_on IS NULL) = (name <> '')", name="erased"),
    )

    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("자문위원의 이름")))
    organisation: Mapped[str] = mapped_column(String(100), info=identifying(N_("자문위원의 소속")))
    position: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("자문위원의 직위")))
    email: Mapped[str] = mapped_column(String(254), default="", info=identifying(N_("자문위원의 이메일")))
    phone: Mapped[str] = mapped_column(String(16), default="", info=identifying(N_("자문위원의 전화번호")))
    speciality: Mapped[Speciality] = mapped_column(enum_column(Speciality))
    fee_rule: Mapped[FeeRule] = mapped_column(enum_column(FeeRule))
    fee: Mapped[int | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    kept_on: Mapped[date]
    named_on: Mapped[date | None]
    asked_on: Mapped[date | None]
    erased_on: Mapped[date | None]


class Advice(Identified, Base):
    """One piece of advice, given at an advisory meeting.

    `due_on` is by when it is to be answered and, once it is, by when what was answered is to be done. `owner_name` is
    whom the list names, `owner_id` on whose desk it stands, who was told of its day at `reminded_at`; `applied_in` says
    where it was worked in.
    """

    __tablename__ = "advice"
    __kept__ = Kept(N_("자문"), Purpose.WORKING, Retention.CONSORTIUM, course=("due_on", "answered_on", "applied_on"))
    __table_args__ = (
        CheckConstraint("(state = 'given') = (answered_on IS NULL)", name="answered"),
        CheckConstraint("(state IN ('applied', 'partly_applied')) = (applied_on IS NOT NULL)", name="applied"),
        Index("ix_advice_state_due_on", "state", "due_on"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"), index=True)
    topic: Mapped[str] = mapped_column(String(150), info=PLAIN)
    words: Mapped[str] = mapped_column(Text, info=PLAIN)
    noted_at: Mapped[datetime]
    state: Mapped[AdviceState] = mapped_column(enum_column(AdviceState))
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    answered_on: Mapped[date | None]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    owner_name: Mapped[str] = mapped_column(String(100), default="", info=identifying(N_("자문을 반영할 사람")))
    reminded_at: Mapped[datetime | None]
    applied_in: Mapped[str] = mapped_column(String(300), default="", info=PLAIN)
    applied_on: Mapped[date | None]

    meeting: Mapped[Meeting] = relationship()
    expert: Mapped[Expert] = relationship()
