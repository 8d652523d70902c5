"""Who comes near a cap, and for whom nothing was ever billed; names only for those who may read households."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.benefits.eligibility.models import EligibilityCheck, PayerChoice
from portal.benefits.eligibility.states import Answer
from portal.benefits.figures.rules import NEAR_PERCENT, year_bounds
from portal.benefits.ledger.models import CapAccount, Charge
from portal.benefits.ledger.states import ChargeState
from portal.benefits.programmes.models import Programme
from portal.core.actors import Actor
from portal.core.errors import Forbidden
from portal.core.paging import Page, page_within
from portal.core.permissions import Permission
from portal.db.functions import seoul_day
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.households.care import is_cared_for
from portal.residents.households.models import Person

PAGE_SIZE = 50


@dataclass(frozen=True)
class NearCap:
    """How many accounts of a programme come near their cap, and how many have nothing left."""

    programme: Programme
    accounts: int
    near: int
    used_up: int


@dataclass(frozen=True)
class NeverBilled:
    """Somebody in care whom a programme should pay for and for whom nothing was spent in the year.

    `since` is when that became known, `booked_on` the next visit that is booked.
    """

    person: Person
    since: date
    booked_on: date | None

    def days_by(self, today: date) -> int:
        return (today - self.since).days


USED = CapAccount.held + CapAccount.committed
CEILING = CapAccount.cap + CapAccount.allowed_over


def _is_near() -> ColumnElement[bool]:
    """SQL: the cap is used up to `NEAR_PERCENT` or more."""
    return USED * 100 >= CEILING * NEAR_PERCENT


def near_cap_counts(year: int) -> list[NearCap]:
    """By programme, in their order; programmes without a cap are left out."""
    query = (
        select(
            Programme,
            func.count(),
            func.count().filter(_is_near()),
            func.count().filter(USED >= CEILING),
        )
        .join(CapAccount, CapAccount.programme_id == Programme.id)
        .where(CapAccount.year == year, CapAccount.cap.is_not(None))
        .group_by(Programme.id)
        .order_by(Programme.position, Programme.name)
    )
    return [NearCap(*row) for row in db.session.execute(query)]


def accounts_near_cap(year: int, number: int, *, programme_id: UUID | None, viewer: Actor) -> Page[CapAccount]:
    """The accounts themselves, the fullest first; raises `Forbidden` for those who read figures only."""
    _require_persons(viewer)
    wanted = [CapAccount.year == year, CapAccount.cap.is_not(None), _is_near()]
    if programme_id is not None:
        wanted.append(CapAccount.programme_id == programme_id)
    query = (
        select(CapAccount)
        .where(*wanted)
        .options(joinedload(CapAccount.person).joinedload(Person.household), joinedload(CapAccount.programme))
        .order_by((CEILING - USED), CapAccount.id)
    )
    return page_of(db.session, query, number, PAGE_SIZE)


def never_billed_count(year: int) -> int:
    return db.session.scalar(select(func.count()).select_from(_never_billed(year).subquery())) or 0


def never_billed(year: int, number: int, *, viewer: Actor) -> Page[NeverBilled]:
    """Those who have waited longest first; raises `Forbidden` for those who read figures only."""
    _require_persons(viewer)
    total = never_billed_count(year)
    number = page_within(number, PAGE_SIZE, total)
    found = _never_billed(year).subquery()
    query = (
        select(Person, found.c.since, found.c.booked_on)
        .join(found, found.c.person_id == Person.id)
        .join(Person.household)
        .options(contains_eager(Person.household))
        .order_by(found.c.since, Person.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    rows = [NeverBilled(person, since, booked) for person, since, booked in db.session.execute(query)]
    return Page(rows, number, PAGE_SIZE, total)


def _never_billed(year: int) -> Select[Any]:
    """SQL: person, since when a programme should pay, next booked day."""
    first, last = year_bounds(year)
    answers = or_(EligibilityCheck.answer == Answer.ELIGIBLE, EligibilityCheck.answer == Answer.TENTATIVE)
    known = (
        select(EligibilityCheck.person_id, EligibilityCheck.day.label("day"))
        .where(answers, EligibilityCheck.day <= last)
        .union_all(
            select(PayerChoice.person_id, seoul_day(PayerChoice.chosen_at)).where(PayerChoice.programme_id.is_not(None))
        )
        .subquery()
    )
    in_year = (Charge.service_on >= first, Charge.service_on <= last)
    spent = select(Charge.person_id).where(Charge.state == ChargeState.COMMITTED, *in_year)
    booked = select(func.min(Charge.service_on)).where(
        Charge.state == ChargeState.HELD, Charge.person_id == known.c.person_id, *in_year
    )
    query = select(known.c.person_id, func.min(known.c.day).label("since"), booked.scalar_subquery().label("booked_on"))
    cared_for = query.join(Person, Person.id == known.c.person_id).where(is_cared_for())
    return cared_for.where(known.c.person_id.not_in(spent)).group_by(known.c.person_id)


def _require_persons(viewer: Actor) -> None:
    if not viewer.can(Permission.HOUSEHOLD_READ):
        raise Forbidden
