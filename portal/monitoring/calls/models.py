"""Tables of the call desk: each call, whose turn it is to call whom, and what calls leave to be done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.coordinators.calls.states import CallResult
from portal.coordinators.contacts.states import BegunBy
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import always, freeze
from portal.db.kept import PLAIN, Kept, naming_others
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.calls.states import CallTaskKind, CallTaskState
from portal.residents.households.models import Household

_OPEN, _AGAIN = text("state = 'open'"), text("again_at IS NOT NULL")


class PhoneCall(Identified, Base):
    """One call with a household, or a try at one; `kinds` are the reasons that it was about.

    Its words stand in the contact that was kept of it; `note` holds them for whoever is not in care.
    """

    __tablename__ = "phone_call"
    __kept__ = Kept(N_("전화 기록"), Purpose.CARE, Retention.CASE, course=("result", "begun_by"))
    __table_args__ = (
        Index("ix_phone_call_household_id_at", "household_id", "at"),
        Index("ix_phone_call_at", "at"),
        CheckConstraint("(result = 'call_back') = (again_at IS NOT NULL)", name="again"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"), index=True)
    result: Mapped[CallResult] = mapped_column(enum_column(CallResult))
    begun_by: Mapped[BegunBy] = mapped_column(enum_column(BegunBy))
    kinds: Mapped[str] = mapped_column(String(120), default="", info=PLAIN)
    note: Mapped[str] = sealed("phone_call.note", N_("나눈 이야기"), default="")
    again_at: Mapped[datetime | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(String(50), info=naming_others(N_("전화한 사람")))


freeze(PhoneCall, always, may_change=frozenset({"household_id"}))


class CallTurn(Identified, Base):
    """Whose turn it is: `about_id` is the household, or the thing of somebody who is not in care.

    One colleague has it until `taken_until`. Nobody answered `tries` times in a row; until `rests_until` nobody calls
    again, and at `again_at` they asked to be called.
    """

    __tablename__ = "call_turn"
    __kept__ = Kept(N_("전화 차례"), Purpose.CARE, Retention.CASE, plain=True)
    __table_args__ = (
        Index("uq_call_turn_about_id", "about_id", unique=True),
        Index("ix_call_turn_rests_until", "rests_until"),
        Index("ix_call_turn_again_at", "again_at", "id", sqlite_where=_AGAIN, postgresql_where=_AGAIN),
    )

    about_id: Mapped[UUID]
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), index=True)
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    taken_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    rests_until: Mapped[datetime | None]
    again_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    taken_by: Mapped[User | None] = relationship()


class CallTask(Identified, Base):
    """What a call left to be done for a household; of each kind one is open at most."""

    __tablename__ = "call_task"
    __kept__ = Kept(N_("전화에서 생긴 할 일"), Purpose.CARE, Retention.CASE, course=("kind",))
    __table_args__ = (
        Index("uq_call_task_open", "household_id", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_call_task_state_due_at", "state", "due_at", "id"),
        Index("ix_call_task_household_id", "household_id", "asked_at"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
    )

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    call_id: Mapped[UUID] = mapped_column(ForeignKey("phone_call.id"), index=True)
    kind: Mapped[CallTaskKind] = mapped_column(enum_column(CallTaskKind))
    state: Mapped[CallTaskState] = mapped_column(enum_column(CallTaskState))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship()
    call: Mapped[PhoneCall] = relationship()


register(
    "uq_call_task_open",
    N_("같은 할 일이 이미 있습니다. 화면을 새로 고쳐 주십시오."),
    columns="call_task.household_id, call_task.kind",
)
