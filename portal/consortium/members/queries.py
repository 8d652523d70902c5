"""Which organisations are members, whom they serve, and whether they may make offers."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, selectinload

from portal.accounts.queries import last_of_organisations, organisations_entered
from portal.consortium.members.models import Agreement, Organisation
from portal.consortium.members.rules import ComingStop, coming_stop, may_offer
from portal.core.clock import day_of
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.extensions import current_settings, db

_WITH_TERMS = (selectinload(Organisation.agreements), selectinload(Organisation.areas))


def organisations(*, day: date | None = None) -> list[Organisation]:
    """The members on `day`, or all there ever were; the lead agency first, then by name."""
    query = select(Organisation).order_by(Organisation.is_lead.desc(), Organisation.name).options(*_WITH_TERMS)
    if day is not None:
        query = query.where(is_member(day))
    return list(db.session.scalars(query))


def listed_members(day: date) -> list[Organisation]:
    """Whoever is on the register on `day`, those that join later among them; the lead agency first, then by name."""
    order = (Organisation.is_lead.desc(), Organisation.name)
    return list(db.session.scalars(select(Organisation).where(_stays(day)).order_by(*order)))


def member_entered_since(moment: datetime, day: date) -> bool:
    """Whether somebody came onto the register after `moment` and stands on it on `day`."""
    entered = exists().where(Organisation.entered_at > moment, _stays(day))
    return bool(db.session.scalar(select(entered)))


def members_nobody_enters(now: datetime) -> list[Organisation]:
    """아무도 로그인할 수 없는 조합: of a member that is to answer and to visit nobody can sign in, nor is invited."""
    entered = organisations_entered(now=now)
    return [each for each in organisations(day=day_of(now)) if not each.is_lead and each.id not in entered]


def unentered_since(members: Sequence[Organisation]) -> dict[UUID, datetime]:
    """Since when nobody of each can sign in: the last account or role that ended, else when it was entered."""
    ended = last_of_organisations(member.id for member in members)
    return {member.id: ended.get(member.id, member.entered_at) for member in members}


def _stays(day: date) -> ColumnElement[bool]:
    return or_(Organisation.left_on.is_(None), Organisation.left_on >= day)


def get_organisation(organisation_id: UUID) -> Organisation:
    """Raises `NotFound`."""
    organisation = db.session.get(Organisation, organisation_id, options=_WITH_TERMS)
    if organisation is None:
        raise NotFound
    return organisation


def get_agreement(agreement_id: UUID) -> Agreement:
    """Raises `NotFound`."""
    agreement = db.session.get(Agreement, agreement_id)
    if agreement is None:
        raise NotFound
    return agreement


def dongs_served(organisation: Organisation) -> list[str]:
    return [area.dong_code for area in organisation.areas]


def hindered_members(day: date) -> list[Organisation]:
    """Members other than the lead agency that make no new offers on `day`."""
    return [each for each in organisations(day=day) if not each.is_lead and not may_offer(each, day)]


def stop_ahead(member: Organisation, day: date) -> ComingStop | None:
    """The end of the member's offers, as soon as members are warned of it."""
    return coming_stop(member, day, within=max(current_settings().target.member_warning_days))


def members_soon_hindered(day: date) -> list[Organisation]:
    """Members that must renew an agreement or an insurance before long."""
    return [each for each in organisations(day=day) if stop_ahead(each, day)]


def is_member(day: Any, member: type[Organisation] = Organisation) -> ColumnElement[bool]:
    """SQL: the organisation is a member on `day`, a date or an expression."""
    return and_(member.joined_on <= day, or_(member.left_on.is_(None), member.left_on >= day))


def member_may_offer(organisation_id: Any, day: Any) -> ColumnElement[bool]:
    """SQL: what `rules.may_offer` says, for the columns of another table."""
    member, term = aliased(Organisation), aliased(Agreement)
    return exists().where(
        member.id == organisation_id,
        is_member(day, member),
        term.organisation_id == member.id,
        _in_force(term, day),
        term.insurance_ends_on >= day,
    )


def has_agreement(organisation_id: Any, day: Any, *, insured: bool = False) -> ColumnElement[bool]:
    """SQL: an agreement of the organisation is in force on `day`; with `insured` one whose insurance is, too."""
    term = aliased(Agreement)
    found = exists().where(term.organisation_id == organisation_id, _in_force(term, day))
    return found.where(term.insurance_ends_on >= day) if insured else found


def _in_force(term: type[Agreement], day: Any) -> ColumnElement[bool]:
    return and_(term.starts_on <= day, or_(term.renews_automatically, term.ends_on >= day))


def traces() -> Iterator[Trace]:
    """What those are known by who speak for members."""
    for contact in db.session.execute(select(Organisation.contact_name, Organisation.phone)):
        yield Trace(None, *contact)
