"""Who is asked to confirm which edition, and who has; whoever works by a manual today is asked, newcomers too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.accounts.models import RoleGrant, User
from portal.accounts.queries import carries
from portal.consortium.catalogue.models import Service, ServiceOffer
from portal.consortium.catalogue.queries import stands_yet
from portal.consortium.confirmations.models import ManualAsked, ManualConfirmation
from portal.consortium.confirmations.rules import day_of_newcomer
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import is_member
from portal.core.permissions import Permission, roles_with
from portal.extensions import db
from portal.manuals.models import ManualAskedMember, ManualEdition
from portal.manuals.states import ManualEditionState

Asked, Confirmed = ManualAsked, ManualConfirmation
WORKS_FOR = RoleGrant.role.in_(roles_with(Permission.REFERRAL_ANSWER)) & RoleGrant.revoked_at.is_(None)
"""SQL on `RoleGrant`: of somebody who accepts for a member."""


@dataclass(frozen=True)
class Reader:
    """Somebody who is asked, with their member, by when, and when they confirmed."""

    user_id: UUID
    name: str
    organisation: str
    confirm_by: date
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Readers:
    """Those of one member; the office and coordinators are those of the lead agency."""

    organisation: str
    people: tuple[Reader, ...]

    @property
    def confirmed(self) -> int:
        return sum(1 for each in self.people if each.confirmed_at is not None)


def _changed_much(edition: type[ManualEdition]) -> ColumnElement[bool]:
    """SQL: came into force and is to be confirmed."""
    came = edition.state.in_((ManualEditionState.PUBLISHED, ManualEditionState.SUPERSEDED))
    return and_(came, edition.confirm_by.is_not(None))


_Later = aliased(ManualEdition)
STANDS = and_(
    _changed_much(ManualEdition),
    ~exists().where(
        _Later.manual_id == ManualEdition.manual_id, _Later.number > ManualEdition.number, _changed_much(_Later)
    ),
)
"""SQL on `ManualEdition`: the last major change of its manual; a minor one after it lets nobody off."""


def is_asked(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """SQL on `User` and `ManualEdition`: the staff of members that do its service, and whoever was chosen besides.

    A member whose offer begins later accepts times of these days already, so it is asked as soon as it is entered.
    """
    return and_(
        User.disabled_at.is_(None),
        or_(
            _works_by_it(day),
            and_(ManualEdition.asks_coordinators, carries(Permission.CASELOAD_OWN)),
            and_(ManualEdition.asks_office, carries(Permission.MANUAL_APPROVE)),
            _is_of_asked_member(day),
        ),
    )


def _works_by_it(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """SQL on `User` and `ManualEdition`."""
    return _does(Service.manual_id == ManualEdition.manual_id, day)


def _is_of_asked_member(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """SQL on `User` and `ManualEdition`: staff of a member that is asked by its name, or as all of them are."""
    named = (
        exists()
        .where(ManualAskedMember.edition_id == ManualEdition.id, ManualAskedMember.organisation_id == Organisation.id)
        .correlate(ManualEdition, Organisation)
    )
    grants = (
        select(RoleGrant.id)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.user_id == User.id, WORKS_FOR, is_member(day), or_(ManualEdition.asks_members, named))
        .correlate(User, ManualEdition)
    )
    return grants.exists()


def _does(service: ColumnElement[bool], day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """SQL on `User`: staff of a member that does a `service`, or will."""
    grants = (
        select(RoleGrant.id)
        .join(ServiceOffer, ServiceOffer.organisation_id == RoleGrant.organisation_id)
        .join(Service, Service.id == ServiceOffer.service_id)
        .where(RoleGrant.user_id == User.id, WORKS_FOR, stands_yet(ServiceOffer, day))
        .where(service)
        .correlate(User, ManualEdition)
    )
    return grants.exists()


def told_day(user_id: Any) -> ScalarSelect[date]:
    """SQL on `ManualEdition`: by when `user_id` was told to confirm it; NULL until they hear of it."""
    told = select(Asked.confirm_by).where(Asked.edition_id == ManualEdition.id, Asked.user_id == user_id)
    return told.scalar_subquery()


def newcomers_day(edition: ManualEdition, today: date) -> date:
    """By when whoever begins to work by it today is to confirm it."""
    confirm_by = edition.confirm_by or today
    return day_of_newcomer(confirm_by, edition.effective_on or confirm_by, today)


def has_confirmed(user_id: Any) -> ColumnElement[bool]:
    """SQL on `ManualEdition`: `user_id` said that they read it."""
    return exists().where(Confirmed.edition_id == ManualEdition.id, Confirmed.user_id == user_id)


def to_confirm(user_id: UUID, day: date) -> ColumnElement[bool]:
    """SQL on `ManualEdition`: they are asked and have not confirmed yet."""
    asked = exists().where(User.id == user_id, is_asked(day))
    return and_(STANDS, asked, ~has_confirmed(user_id))


def editions_to_confirm(user_id: UUID | None, day: date) -> Sequence[ManualEdition]:
    """What somebody is asked for, the most urgent first."""
    return [edition for edition, _confirm_by in editions_and_days(user_id, day)]


def editions_and_days(user_id: UUID | None, day: date) -> list[tuple[ManualEdition, date]]:
    """`editions_to_confirm`, each with the day by which they are to confirm it."""
    if user_id is None:
        return []
    open_ones = select(ManualEdition, told_day(user_id)).where(to_confirm(user_id, day))
    rows: Sequence[Any] = db.session.execute(open_ones.options(joinedload(ManualEdition.manual))).all()
    found = [(edition, told or newcomers_day(edition, day)) for edition, told in rows]
    return sorted(found, key=lambda each: (each[1], each[0].id))


def is_to_confirm(edition: ManualEdition, user_id: UUID | None, day: date) -> bool:
    return any(each.id == edition.id for each in editions_to_confirm(user_id, day))


def people_asked(edition: ManualEdition, day: date) -> Sequence[User]:
    asked = select(User).join(ManualEdition, ManualEdition.id == edition.id).where(is_asked(day))
    return db.session.scalars(asked.order_by(User.name, User.id)).all()


def works_by(edition: ManualEdition, user_id: UUID | None, day: date) -> bool:
    """Whether somebody accepts what is done by the manual, so that it stops for them until they read it."""
    mine = select(User.id).join(ManualEdition, ManualEdition.id == edition.id)
    return db.session.scalar(mine.where(User.id == user_id, _works_by_it(day))) is not None


def members_named(edition: ManualEdition) -> list[str]:
    """The members that were chosen by name, in order."""
    ids = [each.organisation_id for each in edition.asked_members]
    named = select(Organisation.name).where(Organisation.id.in_(ids))
    return list(db.session.scalars(named.order_by(Organisation.name)))


def edition_to_ask(manual_id: UUID | None) -> ManualEdition | None:
    """The edition of a manual that whoever works by it has to have read."""
    query = select(ManualEdition).where(ManualEdition.manual_id == manual_id, STANDS)
    return db.session.scalar(query.options(joinedload(ManualEdition.manual)))


def newly_asked(edition: ManualEdition, service: Service, day: date) -> Sequence[User]:
    """Who would work by `edition` if `service` were done by its manual: not those who do already, or read it."""
    does = _does(Service.id == service.id, day)
    people = select(User).join(ManualEdition, ManualEdition.id == edition.id).where(User.disabled_at.is_(None), does)
    people = people.where(~_works_by_it(day), ~has_confirmed(User.id))
    return db.session.scalars(people.order_by(User.name, User.id)).all()


def members_of(people: Sequence[User]) -> list[str]:
    """The names of the members for whom they work, in order."""
    working = RoleGrant.user_id.in_([user.id for user in people]) & RoleGrant.revoked_at.is_(None)
    query = select(Organisation.name).distinct().join(RoleGrant, RoleGrant.organisation_id == Organisation.id)
    return list(db.session.scalars(query.where(working).order_by(Organisation.name)))


def untold(day: date) -> Sequence[tuple[ManualEdition, User]]:
    """Who is asked to confirm what stands, has not, and was never told: they came after it did."""
    told = exists().where(Asked.edition_id == ManualEdition.id, Asked.user_id == User.id)
    query = select(ManualEdition, User).join(User, is_asked(day))
    query = query.where(STANDS, ~has_confirmed(User.id), ~told).options(joinedload(ManualEdition.manual))
    return [(edition, user) for edition, user in db.session.execute(query.order_by(ManualEdition.id, User.id))]


def asked_no_more(day: date) -> Sequence[ManualAsked]:
    """Who was told of what stands and neither works by it any more nor confirmed it."""
    query = select(Asked).join(User, User.id == Asked.user_id).join(ManualEdition, ManualEdition.id == Asked.edition_id)
    query = query.where(STANDS, ~is_asked(day), ~has_confirmed(User.id))
    return db.session.scalars(query.order_by(Asked.id)).all()


def asking_of(edition: ManualEdition, user: User) -> ManualAsked | None:
    return db.session.scalar(select(Asked).where(Asked.edition_id == edition.id, Asked.user_id == user.id))


def unconfirmed(first: date, last: date, today: date) -> Sequence[ManualAsked]:
    """Whoever was to confirm between these days, is still asked, has not, and was not reminded."""
    due = Asked.confirm_by.between(first, last) & Asked.reminded_at.is_(None)
    query = select(Asked).join(User, User.id == Asked.user_id).join(ManualEdition, ManualEdition.id == Asked.edition_id)
    query = query.where(due, STANDS, is_asked(today), ~has_confirmed(User.id))
    loads = (joinedload(Asked.user), joinedload(Asked.edition).joinedload(ManualEdition.manual))
    return db.session.scalars(query.options(*loads).order_by(Asked.confirm_by, Asked.id)).all()


def workers_by(edition: ManualEdition, day: date) -> int:
    """How many staff of members do a service by the manual of this edition, issued or not."""
    works = select(func.count()).select_from(User).join(ManualEdition, ManualEdition.id == edition.id)
    return db.session.scalar(works.where(User.disabled_at.is_(None), _works_by_it(day))) or 0


def readers_by_member(edition: ManualEdition, day: date) -> list[Readers]:
    """Everybody who is asked today, by member; a member that was chosen and has nobody who could read it, too."""
    member = (
        select(func.min(Organisation.name))
        .join(RoleGrant, RoleGrant.organisation_id == Organisation.id)
        .where(RoleGrant.user_id == User.id, RoleGrant.revoked_at.is_(None))
        .scalar_subquery()
    )
    rows = (
        select(User.id, User.name, member, told_day(User.id), Confirmed.confirmed_at)
        .select_from(User)
        .join(ManualEdition, ManualEdition.id == edition.id)
        .outerjoin(Confirmed, and_(Confirmed.user_id == User.id, Confirmed.edition_id == ManualEdition.id))
        .where(is_asked(day))
        .order_by(User.name, User.id)
    )
    found = sorted(
        (
            Reader(user_id, name, at_member or "", told or newcomers_day(edition, day), confirmed_at)
            for user_id, name, at_member, told, confirmed_at in db.session.execute(rows)
        ),
        key=lambda each: each.organisation,
    )
    readers = [Readers(name, tuple(some)) for name, some in groupby(found, key=lambda each: each.organisation)]
    there = {each.organisation for each in readers}
    return readers + [Readers(name, ()) for name in members_named(edition) if name not in there]


def read_up(manual_id: Any, user_id: Any, due_before: Any) -> ColumnElement[bool]:
    """SQL: `user_id` confirmed whatever of the manual they were told to before that day; all three may be expressions.

    Whoever begins to work by it and has not heard of it yet is told first, with days of their own.
    """
    late = exists().where(
        ManualEdition.manual_id == manual_id, STANDS, told_day(user_id) < due_before, ~has_confirmed(user_id)
    )
    return ~late
