"""What is held, committed and left of somebody's cap: the one definition, for cards, pages, lists and refusals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal.benefits.ledger.models import CapAccount, CapEntry, CapPart, Charge
from portal.benefits.ledger.rules import Pace, higher_cap
from portal.benefits.ledger.states import ChargeState
from portal.benefits.programmes.models import ProgrammeEdition
from portal.core.editions import EditionState
from portal.core.errors import NotFound
from portal.extensions import db

LIVE = (ChargeState.HELD, ChargeState.COMMITTED)


@dataclass(frozen=True)
class Balance:
    """In whole won. `cap` None: there is no cap, then nothing is ever used up and `remaining` is None."""

    cap: int | None
    held: int = 0
    committed: int = 0
    allowed_over: int = 0

    @property
    def used(self) -> int:
        return self.held + self.committed

    @property
    def ceiling(self) -> int | None:
        """The cap and what was granted over it."""
        return None if self.cap is None else self.cap + self.allowed_over

    @property
    def remaining(self) -> int | None:
        """The one definition of what is left; never below 0."""
        return None if self.ceiling is None else max(self.ceiling - self.used, 0)


@dataclass(frozen=True)
class PartBalance(Balance):
    """The same for one service of the account, all its bookings together."""

    service_id: UUID | None = None
    service_name: str = ""


def balance(person_id: UUID, programme_id: UUID, year: int, *, edition: ProgrammeEdition | None = None) -> Balance:
    """What one person has of one programme in one year; measured by `edition` where a booking asks, else the year's."""
    account = account_of(person_id, programme_id, year)
    cap = edition.rules.annual_cap if edition else cap_of_year(programme_id, year)
    if account is None:
        return Balance(cap)
    return balance_of(account, cap if edition else higher_cap(account.cap, cap))


def balance_of(account: CapAccount, cap: int | None) -> Balance:
    return Balance(cap, account.held, account.committed, account.allowed_over)


def part_balance(account_id: UUID | None, service_id: UUID, limit: int | None) -> Balance:
    """What one service has within the account, measured by the limit of an edition."""
    query = select(CapPart).where(CapPart.account_id == account_id, CapPart.service_id == service_id)
    return balance_of_part(db.session.scalar(query) if account_id else None, limit)


def balance_of_part(part: CapPart | None, limit: int | None) -> Balance:
    return Balance(limit) if part is None else Balance(limit, part.held, part.committed, part.allowed_over)


def parts_of(account: CapAccount) -> dict[UUID, CapPart]:
    """What each service has within the account, by its id."""
    parts = db.session.scalars(select(CapPart).where(CapPart.account_id == account.id))
    return {part.service_id: part for part in parts}


def part_balances(account: CapAccount) -> list[PartBalance]:
    """Every service of an account that was ever booked, the dearest first."""
    found = [
        PartBalance(part.limit, part.held, part.committed, part.allowed_over, part.service_id, part.service.name)
        for part in account.parts
    ]
    return sorted(found, key=lambda part: (-part.used, part.service_name))


def cap_of_year(programme_id: UUID, year: int) -> int | None:
    """The cap of the edition in force last in the year; None where it has none."""
    edition = edition_of_year(programme_id, year)
    return edition.rules.annual_cap if edition else None


def edition_of_year(programme_id: UUID, year: int) -> ProgrammeEdition | None:
    """The published edition that is in force last in the year."""
    return db.session.scalars(published_in(programme_id, year)).first()


def published_in(programme_id: UUID | InstrumentedAttribute[UUID], year: int) -> Select[ProgrammeEdition]:
    """`edition_of_year` as a statement, for a programme or the column that names it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(ProgrammeEdition).where(
        ProgrammeEdition.programme_id == programme_id,
        ProgrammeEdition.state == EditionState.PUBLISHED,
        ProgrammeEdition.starts_on <= last,
        func.coalesce(ProgrammeEdition.ends_on, last) >= first,
    )
    return query.order_by(ProgrammeEdition.starts_on.desc(), ProgrammeEdition.number.desc()).limit(1)


def account_of(person_id: UUID, programme_id: UUID, year: int) -> CapAccount | None:
    return db.session.scalar(
        select(CapAccount).where(
            CapAccount.person_id == person_id, CapAccount.programme_id == programme_id, CapAccount.year == year
        )
    )


def get_account(account_id: UUID) -> CapAccount:
    """With person, programme and parts; raises `NotFound`."""
    options = [joinedload(CapAccount.person), joinedload(CapAccount.programme)]
    account = db.session.get(
        CapAccount, account_id, options=[*options, selectinload(CapAccount.parts).joinedload(CapPart.service)]
    )
    if account is None:
        raise NotFound
    return account


def accounts_of(person_id: UUID, year: int | None = None) -> list[CapAccount]:
    """The accounts of a person, the newest year first; `year` bounds them."""
    query = select(CapAccount).where(CapAccount.person_id == person_id)
    if year is not None:
        query = query.where(CapAccount.year == year)
    shown = joinedload(CapAccount.programme), selectinload(CapAccount.parts).joinedload(CapPart.service)
    return list(db.session.scalars(query.order_by(CapAccount.year.desc(), CapAccount.programme_id).options(*shown)))


def entries_of(account_id: UUID, *, limit: int = 200) -> Sequence[CapEntry]:
    """The movements of an account, the newest first."""
    query = select(CapEntry).where(CapEntry.account_id == account_id)
    return db.session.scalars(query.order_by(CapEntry.at.desc(), CapEntry.id.desc()).limit(limit)).all()


def held_by(visit_ids: Collection[UUID]) -> Sequence[Charge]:
    """What is held for these visits."""
    if not visit_ids:
        return ()
    held = select(Charge).where(Charge.visit_id.in_(visit_ids), Charge.state == ChargeState.HELD)
    return db.session.scalars(held).all()


def pace_of(account_id: UUID, *, today: date) -> Pace | None:
    """How fast an account is used: from its first visit to the last one booked, or to today."""
    days = func.min(Charge.service_on), func.max(Charge.service_on)
    first_and_last = select(*days, func.sum(Charge.support), func.count(Charge.id))
    live = and_(Charge.account_id == account_id, Charge.state.in_(LIVE), Charge.support > 0)
    return pace_through(today, *db.session.execute(first_and_last.where(live)).one())


def pace_through(today: date, first: date | None, last: date | None, used: int | None, visits: int) -> Pace | None:
    """`pace_of` from the first and the last day of the visits and what they take; None where there are none."""
    if first is None or last is None or used is None:
        return None
    through = max(last, today) if today.year == last.year else last
    return Pace(int(used), min(first, through), through, visits)


def untied_accounts() -> Sequence[CapAccount]:
    """Accounts whose amounts are not the sums of their entries: none, or somebody changed the database by hand."""
    entries = (
        select(
            CapEntry.account_id.label("account_id"),
            func.sum(CapEntry.held).label("held"),
            func.sum(CapEntry.committed).label("committed"),
        )
        .group_by(CapEntry.account_id)
        .subquery()
    )
    differs = or_(
        CapAccount.held != func.coalesce(entries.c.held, 0),
        CapAccount.committed != func.coalesce(entries.c.committed, 0),
    )
    query = select(CapAccount).outerjoin(entries, entries.c.account_id == CapAccount.id).where(differs)
    return db.session.scalars(query.order_by(CapAccount.id)).all()
