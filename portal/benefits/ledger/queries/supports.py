"""What somebody has of each programme in a year, and until when it lasts: for pages of residents and staff."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import contains_eager

from portal.benefits.ledger.models import CapAccount, Charge
from portal.benefits.ledger.queries.balances import (
    LIVE,
    Balance,
    balance_of,
    cap_of_year,
    pace_of,
    pace_through,
    published_in,
)
from portal.benefits.ledger.rules import Pace, forecast, higher_cap
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.rules import from_document
from portal.extensions import db


@dataclass(frozen=True)
class Support:
    """What somebody has of one programme in one year, and until when it lasts at the present pace, if there is one."""

    account_id: UUID
    programme: Programme
    year: int
    balance: Balance
    used_up_on: date | None
    has_pace: bool


def my_support(person_id: UUID, year: int, *, today: date) -> list[Support]:
    """What a person has of each programme that ever paid something for them in the year; one statement."""
    found = db.session.execute(_accounts(year).where(CapAccount.person_id == person_id))
    return [
        _support(account, from_document(document).annual_cap if document else None, pace_through(today, *used))
        for account, document, *used in found
    ]


def _accounts(year: int) -> Select[*tuple[Any, ...]]:
    """Each account with the edition that is in force last in the year, and what is used from when till when."""
    edition = published_in(CapAccount.programme_id, year).with_only_columns(ProgrammeEdition.document)
    live = and_(Charge.account_id == CapAccount.id, Charge.state.in_(LIVE), Charge.support > 0)
    return (
        select(
            CapAccount,
            edition.correlate(CapAccount).scalar_subquery(),
            func.min(Charge.service_on),
            func.max(Charge.service_on),
            func.sum(Charge.support),
            func.count(Charge.id),
        )
        .join(CapAccount.programme)
        .outerjoin(Charge, live)
        .where(CapAccount.year == year)
        .options(contains_eager(CapAccount.programme))
        .group_by(CapAccount.id, Programme.id)
        .order_by(CapAccount.programme_id)
    )


def support_of(account: CapAccount, *, today: date) -> Support:
    """The same of one account."""
    return _support(account, cap_of_year(account.programme_id, account.year), pace_of(account.id, today=today))


def _support(account: CapAccount, cap: int | None, pace: Pace | None) -> Support:
    """The one description of an account; `cap` is the one of its year's edition."""
    whole = balance_of(account, higher_cap(account.cap, cap))
    lasts = forecast(pace, whole.remaining) if whole.remaining else None
    return Support(account.id, account.programme, account.year, whole, lasts, pace is not None and pace.tells)
