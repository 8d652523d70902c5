"""Tables of the cap ledger. Amounts are whole won; the ledger counts support, never the own share."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.benefits.ledger.states import ChargeOutcome, ChargeState, EntryKind, NightKind, OverrideState
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import always, freeze
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.residents.households.models import Person


class CapAccount(Identified, Base):
    """One person, one programme, one year. `cap` None: no cap. `allowed_over` is the sum of the granted requests.

    `held` and `committed` are the sums of the entries; they are changed only by conditional UPDATEs beside an entry.
    """

    __tablename__ = "cap_account"
    __kept__ = Kept(N_("한 해 한도"), Purpose.SUPPORT, Retention.CASE, plain=True)
    __table_args__ = (
        Index("uq_cap_account", "person_id", "programme_id", "year", unique=True),
        CheckConstraint("held >= 0 AND committed >= 0 AND allowed_over >= 0", name="amounts"),
        CheckConstraint("cap IS NULL OR held + committed <= cap + allowed_over", name="cap"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    year: Mapped[int]
    cap: Mapped[int | None]
    held: Mapped[int] = mapped_column(default=0)
    committed: Mapped[int] = mapped_column(default=0)
    allowed_over: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    programme: Mapped[Programme] = relationship()
    parts: Mapped[list["CapPart"]] = relationship(back_populates="account")


class CapPart(Identified, Base):
    """The same for one service of the account: all its bookings count together, so that splitting dodges nothing."""

    __tablename__ = "cap_part"
    __kept__ = Kept(N_("한 해 한도의 몫"), Purpose.SUPPORT, Retention.CASE, plain=True)
    __table_args__ = (
        Index("uq_cap_part", "account_id", "service_id", unique=True),
        CheckConstraint("held >= 0 AND committed >= 0", name="amounts"),
        CheckConstraint('"limit" IS NULL OR held + committed <= "limit" + allowed_over', name="limit"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("cap_account.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    limit: Mapped[int | None]
    held: Mapped[int] = mapped_column(default=0)
    committed: Mapped[int] = mapped_column(default=0)
    allowed_over: Mapped[int] = mapped_column(default=0)

    account: Mapped[CapAccount] = relationship(back_populates="parts")
    service: Mapped[Service] = relationship()


COUNTED = (
    "service_on",
    "unit_price",
    "price_extra",
    "quantity",
    "due_percent",
    "own_percent",
    "amount",
    "own_share",
    "support",
)
"""What a charge and its line in a statement count: money ties for good."""


class Charge(Identified, Base):
    """What one booked visit costs whom: the present truth; what led to it stands in the entries and the audit.

    `quantity` counts units, `amount` = (quantity × unit price + `price_extra`) × `due_percent`, which is less than 100
    only for an absence; the extra is what nights of a stay at another price than the first one's add or take. Always
    `own_share` + `support`. `programme_id` None: the resident pays all. `service_on` is the Seoul day of the visit.
    `visit_id` and `plan_line_id` name things of the coordinators, a layer above.
    """

    __tablename__ = "charge"
    __kept__ = Kept(
        N_("이용 금액"),
        Purpose.SUPPORT,
        Retention.CASE,
        course=(*COUNTED, "outcome"),
    )
    __table_args__ = (
        Index("uq_charge_visit_id", "visit_id", unique=True),
        Index("ix_charge_organisation_id_service_on", "organisation_id", "service_on"),
        Index("ix_charge_person_id_service_on", "person_id", "service_on"),
        CheckConstraint("amount = own_share + support", name="parts"),
        CheckConstraint("quantity >= 0 AND own_share >= 0 AND support >= 0", name="amounts"),
    )

    visit_id: Mapped[UUID]
    plan_line_id: Mapped[UUID | None] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme.id"))
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme_edition.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("cap_account.id"), index=True)
    service_on: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    unit: Mapped[str] = mapped_column(String(20), info=PLAIN)
    unit_price: Mapped[int]
    price_extra: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[int]
    due_percent: Mapped[int] = mapped_column(default=100)
    own_percent: Mapped[int]
    amount: Mapped[int]
    own_share: Mapped[int]
    support: Mapped[int]
    state: Mapped[ChargeState] = mapped_column(enum_column(ChargeState), default=ChargeState.HELD)
    outcome: Mapped[ChargeOutcome | None] = mapped_column(enum_column(ChargeOutcome))
    reason: Mapped[str] = sealed("charge.reason", N_("금액을 고친 까닭"), default="")
    booked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
    service: Mapped[Service] = relationship()
    programme: Mapped[Programme | None] = relationship()
    edition: Mapped[ProgrammeEdition | None] = relationship()
    account: Mapped[CapAccount | None] = relationship()
    nights: Mapped[list["ChargeNight"]] = relationship(order_by="ChargeNight.night", cascade="all, delete-orphan")


class ChargeNight(Identified, Base):
    """One night of a stay, from `night` to the next day, at its own price in won."""

    __tablename__ = "charge_night"
    __kept__ = Kept(N_("머문 밤"), Purpose.SUPPORT, Retention.CASE, course=("night", "price", "kind"))
    __table_args__ = (
        Index("uq_charge_night", "charge_id", "night", unique=True),
        CheckConstraint("price >= 0", name="price"),
    )

    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"))
    night: Mapped[date]
    price: Mapped[int]
    kind: Mapped[NightKind] = mapped_column(enum_column(NightKind))


class CapEntry(Identified, Base):
    """One movement of an account, never changed. `key` is the event that made it: replayed, it changes nothing."""

    __tablename__ = "cap_entry"
    __kept__ = Kept(N_("한도를 쓴 기록"), Purpose.SUPPORT, Retention.CASE, course=("kind", "held", "committed"))
    __table_args__ = (
        Index("uq_cap_entry_key", "key", unique=True),
        Index("ix_cap_entry_account_id", "account_id", "at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("cap_account.id"))
    charge_id: Mapped[UUID | None] = mapped_column(ForeignKey("charge.id"), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"))
    kind: Mapped[EntryKind] = mapped_column(enum_column(EntryKind))
    held: Mapped[int]
    committed: Mapped[int]
    reason: Mapped[str] = sealed("cap_entry.reason", N_("한도를 고친 까닭"), default="")
    key: Mapped[str] = mapped_column(String(80), info=PLAIN)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    account: Mapped[CapAccount] = relationship()


class CapOverride(Identified, Base):
    """A request to go over the cap by `amount`; a second person of the office decides, within a spending limit."""

    __tablename__ = "cap_override"
    __kept__ = Kept(N_("한도 초과 요청"), Purpose.SUPPORT, Retention.CASE, course=("amount",))
    __table_args__ = (
        Index("ix_cap_override_state", "state", "requested_at"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> requested_by_id", name="second_person"),
        CheckConstraint("(state IN ('granted', 'refused')) = (decided_at IS NOT NULL)", name="decided"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("cap_account.id"), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"))
    amount: Mapped[int]
    reason: Mapped[str] = sealed("cap_override.reason", N_("한도를 넘기는 까닭"))
    state: Mapped[OverrideState] = mapped_column(enum_column(OverrideState), default=OverrideState.REQUESTED)
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = sealed("cap_override.decision_note", N_("한도 초과를 정한 까닭"), default="")

    account: Mapped[CapAccount] = relationship()


class SpendingLimit(Identified, Base):
    """How much over a cap somebody of the office may grant at once, in won, from a day on."""

    __tablename__ = "spending_limit"
    __kept__ = Kept(N_("승인 한도"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_spending_limit", "user_id", "from_on", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    amount: Mapped[int]
    from_on: Mapped[date]
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime]


register("ck_cap_account_cap", N_("올해 남은 지원 한도를 넘습니다."), "slot")
register("ck_cap_part_limit", N_("이 서비스의 올해 한도를 넘습니다."), "slot")
register("ck_cap_override_second_person", N_("요청한 사람은 결정할 수 없습니다. 다른 직원이 결정해야 합니다."))

freeze(CapEntry, always)
