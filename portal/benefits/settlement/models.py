"""Tables of the settlement: runs, statements of a month with lines and disputes, bank accounts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.benefits.ledger.models import COUNTED, Charge
from portal.benefits.settlement.states import (
    FROZEN,
    AccountState,
    DisputeOutcome,
    DisputeState,
    LineKind,
    MustAct,
    RunState,
    StatementState,
)
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.claims import Claimed
from portal.db.constraints import register
from portal.db.frozen import always, freeze, freeze_additions
from portal.db.kept import PLAIN, Kept, identifying, secret
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.residents.households.models import Person


class SettlementRun(Identified, Claimed, Base):
    """One drawing-up of a month for every co-operative; `month` is its first day, `done` of `total` the progress.

    `beat_at` is the last sign of the worker that draws; a run without one for a while is taken up again.
    """

    __tablename__ = "settlement_run"
    __kept__ = Kept(N_("정산 작업"), Purpose.SUPPORT, Retention.PORTAL, plain=True)
    __table_args__ = (
        Index(
            "uq_settlement_run_open",
            "month",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_settlement_run_month", "month", "requested_at"),
        CheckConstraint("done >= 0 AND done <= total", name="progress"),
    )

    month: Mapped[date]
    state: Mapped[RunState] = mapped_column(enum_column(RunState), default=RunState.WAITING)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    requested_by: Mapped[User] = relationship()


class BankAccount(Identified, Base):
    """Where a co-operative is paid. A second person confirms each change."""

    __tablename__ = "bank_account"
    __kept__ = Kept(N_("협동조합 계좌"), Purpose.SUPPORT, Retention.CONSORTIUM)
    __table_args__ = (
        Index(
            "uq_bank_account_current",
            "organisation_id",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
        Index(
            "uq_bank_account_proposed",
            "organisation_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="second_person"),
        CheckConstraint("state NOT IN ('current', 'replaced') OR decided_by_id IS NOT NULL", name="confirmed"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    bank: Mapped[str] = mapped_column(String(30), info=PLAIN)
    holder: Mapped[str] = mapped_column(String(60), info=identifying(N_("예금주")))
    account_number: Mapped[str] = sealed("bank_account.account_number", N_("계좌 번호"), tells=secret)
    state: Mapped[AccountState] = mapped_column(enum_column(AccountState), default=AccountState.PROPOSED)
    reason: Mapped[str] = sealed("bank_account.reason", N_("계좌를 적거나 바꾼 까닭"), default="")
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = sealed("bank_account.decision_note", N_("계좌를 확인하며 적은 말"), default="")

    organisation: Mapped[Organisation] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class Statement(Identified, Base):
    """What a co-operative did in a month and is paid for it; `support` is what the consortium pays, in won.

    The three sums are those of the lines that are not held. From the approval on it never changes but to be paid.
    """

    __tablename__ = "statement"
    __kept__ = Kept(N_("정산 명세서"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_statement_number", "number", unique=True),
        Index("uq_statement_month", "organisation_id", "month", unique=True),
        Index("ix_statement_month", "month"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> drawn_by_id", name="second_person"),
        CheckConstraint("state NOT IN ('approved', 'paid') OR approved_by_id IS NOT NULL", name="approved"),
        CheckConstraint("amount = own_share + support", name="parts"),
        CheckConstraint("(state = 'draft') = (checked_at IS NULL)", name="checked"),
        CheckConstraint("(state IN ('draft', 'checked')) = (submitted_at IS NULL)", name="submitted"),
        CheckConstraint("(state IN ('approved', 'paid')) = (approved_at IS NOT NULL)", name="approved_at"),
        CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid"),
    )

    number: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    month: Mapped[date]
    state: Mapped[StatementState] = mapped_column(enum_column(StatementState), default=StatementState.DRAFT)
    amount: Mapped[int] = mapped_column(default=0)
    own_share: Mapped[int] = mapped_column(default=0)
    support: Mapped[int] = mapped_column(default=0)
    drawn_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    drawn_at: Mapped[datetime]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    checked_at: Mapped[datetime | None]
    submitted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    submitted_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    paid_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    paid_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    bank_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_account.id"))
    revision: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    drawn_by: Mapped[User] = relationship(foreign_keys=[drawn_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    bank_account: Mapped[BankAccount | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy's declared hook

    @property
    def has_payment(self) -> bool:
        """Whether the consortium has anything to pay; corrections may take more back than the month brings."""
        return self.support > 0


class StatementLine(Identified, Base):
    """One charge as a statement claims it, or takes it back (everything below 0, but the unit price).

    Names are kept as they were drawn, the person's masked; `held` lines count in no sum.
    """

    __tablename__ = "statement_line"
    __kept__ = Kept(
        N_("정산 명세서의 줄"),
        Purpose.SUPPORT,
        Retention.CASE,
        course=(*COUNTED, "kind", "held"),
    )
    __table_args__ = (
        Index("uq_statement_line", "statement_id", "charge_id", "kind", unique=True),
        Index("uq_statement_line_corrects_id", "corrects_id", unique=True),
        Index("ix_statement_line_charge_id", "charge_id"),
        Index("ix_statement_line_place", "statement_id", "service_on", "starts_at"),
        CheckConstraint("amount = own_share + support", name="parts"),
        CheckConstraint("(kind = 'reversal') = (corrects_id IS NOT NULL)", name="reversal"),
        CheckConstraint("kind = 'reversal' OR (quantity >= 0 AND own_share >= 0 AND support >= 0)", name="positive"),
        CheckConstraint("kind <> 'reversal' OR (quantity <= 0 AND own_share <= 0 AND support <= 0)", name="negative"),
    )

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("statement.id"))
    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"))
    kind: Mapped[LineKind] = mapped_column(enum_column(LineKind))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("statement_line.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    masked_name: Mapped[str] = mapped_column(String(50), info=identifying(N_("가린 이름")))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    service_name: Mapped[str] = mapped_column(String(50), info=PLAIN)
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme.id"))
    programme_name: Mapped[str] = mapped_column(String(80), default="", info=PLAIN)
    service_on: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(32), default="", info=PLAIN)
    unit: Mapped[str] = mapped_column(String(20), info=PLAIN)
    unit_price: Mapped[int]
    price_extra: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[int]
    due_percent: Mapped[int]
    own_percent: Mapped[int]
    amount: Mapped[int]
    own_share: Mapped[int]
    support: Mapped[int]
    held: Mapped[bool] = mapped_column(default=False)

    statement: Mapped[Statement] = relationship()
    charge: Mapped[Charge] = relationship()
    person: Mapped[Person] = relationship()
    service: Mapped[Service] = relationship()
    corrects: Mapped["StatementLine | None"] = relationship(remote_side="StatementLine.id")


class Dispute(Identified, Base):
    """Why a line is held and who must act; while it is open its charge goes into no other statement."""

    __tablename__ = "statement_dispute"
    __kept__ = Kept(N_("이의"), Purpose.SUPPORT, Retention.CASE, course=("must_act", "outcome"))
    __table_args__ = (
        Index(
            "uq_statement_dispute_open",
            "charge_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_statement_dispute_line_id", "line_id"),
        CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name="settled"),
    )

    line_id: Mapped[UUID] = mapped_column(ForeignKey("statement_line.id"))
    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"))
    state: Mapped[DisputeState] = mapped_column(enum_column(DisputeState), default=DisputeState.OPEN)
    reason: Mapped[str] = sealed("statement_dispute.reason", N_("이의의 까닭"))
    must_act: Mapped[MustAct] = mapped_column(enum_column(MustAct))
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    raised_at: Mapped[datetime]
    outcome: Mapped[DisputeOutcome | None] = mapped_column(enum_column(DisputeOutcome))
    settlement_note: Mapped[str] = sealed("statement_dispute.settlement_note", N_("이의를 매듭지은 말"), default="")
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]

    line: Mapped[StatementLine] = relationship()
    raised_by: Mapped[User] = relationship(foreign_keys=[raised_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])


def _state_of(connection: Connection, statement_id: UUID) -> StatementState | None:
    return connection.scalar(select(Statement.state).where(Statement.id == statement_id))


def _is_frozen(connection: Connection, statement: Statement) -> bool:
    return _state_of(connection, statement.id) in FROZEN


def _belongs_to_frozen(connection: Connection, line: StatementLine) -> bool:
    return _state_of(connection, line.statement_id) in FROZEN


PAYING = frozenset({"state", "paid_by_id", "paid_at", "paid_on", "bank_account_id", "revision"})
freeze(Statement, _is_frozen, may_change=PAYING)
freeze(StatementLine, _belongs_to_frozen)
freeze_additions(StatementLine, _belongs_to_frozen)
freeze(BankAccount, always, may_change=frozenset({"state", "decided_by_id", "decided_at", "decision_note"}))

SECOND_PERSON = N_("명세서를 만든 사람은 승인할 수 없습니다. 다른 직원이 승인해야 합니다.")
SECOND_PERSON_FOR_ACCOUNT = N_("계좌를 적은 사람은 확인할 수 없습니다. 다른 직원이 확인해야 합니다.")
register("ck_statement_second_person", SECOND_PERSON)
register("ck_bank_account_second_person", SECOND_PERSON_FOR_ACCOUNT)
register(
    "uq_statement_month",
    N_("이 달의 명세서가 이미 있습니다."),
    "month",
    columns="statement.organisation_id, statement.month",
)
register(
    "uq_settlement_run_open",
    N_("이 달의 정산을 이미 만들고 있습니다. 잠시 기다려 주십시오."),
    "month",
    columns="settlement_run.month",
)
register("uq_statement_dispute_open", N_("이미 확인 중인 줄입니다."), columns="statement_dispute.charge_id")
register(
    "uq_bank_account_current",
    N_("확인을 기다리는 계좌가 이미 있습니다. 먼저 확인하거나 돌려보내 주십시오."),
    columns="bank_account.organisation_id",
)
register("uq_bank_account_proposed", N_("확인을 기다리는 계좌가 이미 있습니다. 먼저 확인하거나 돌려보내 주십시오."))
