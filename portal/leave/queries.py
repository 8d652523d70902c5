"""Who is away, who stands in, and who could."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.accounts.models import User
from portal.core.actors import Actor, Covered
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.db.session import plain_rows
from portal.duty.queries import Absence
from portal.extensions import db
from portal.leave.models import Leave, LeaveDay
from portal.leave.scope import accompanies, is_at_work, is_own, leaves_in_scope, leaves_on, names_deputy, stands_in
from portal.leave.states import COVERING, LeaveState

_SHOWN = (joinedload(Leave.user), joinedload(Leave.deputy))
_DEPUTY, _AWAY = aliased(User), aliased(User)
_DAY = bindparam("day", type_=Date())
_COVERED = (
    leaves_on(_DAY)
    .join(User, stands_in(_DAY))
    .join(_AWAY, _AWAY.id == Leave.user_id)
    .where(User.id == bindparam("deputy", type_=Uuid()))
    .with_only_columns(_AWAY.id, _AWAY.name, Leave.until_on)
    .order_by(_AWAY.name, _AWAY.id)
)
"""Built once: each request of a coordinator asks it."""
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Acting:
    """Who does somebody's work on a day. `user` is None where nobody does; `until_on` is the last day of a leave."""

    user: User | None
    until_on: date | None = None


def acting_for(user: User, day: date) -> Acting:
    """Whoever does the work of `user` on `day`: they themselves, who stands in, or nobody."""
    query = (
        select(is_at_work(day), Leave.until_on, _DEPUTY)
        .select_from(User)
        .outerjoin(LeaveDay, and_(LeaveDay.user_id == User.id, LeaveDay.on_day == day))
        .outerjoin(Leave, Leave.id == LeaveDay.leave_id)
        .outerjoin(_DEPUTY, stands_in(day, _DEPUTY))
        .where(User.id == user.id)
    )
    is_here, until_on, deputy = db.session.execute(query).one()
    return Acting(user if is_here else deputy, until_on)


def deputies_of(user_id: UUID, day: date) -> Sequence[User]:
    """Whoever stands in for somebody in any of their leaves and is at work on `day`, the latest leave first."""
    named = select(User, Leave.until_on).join(Leave, stands_in(day)).where(Leave.user_id == user_id)
    rows = db.session.execute(named.order_by(Leave.until_on.desc(), Leave.id).limit(SHOWN))
    return list(dict.fromkeys(user for user, _until_on in rows))


def absences(user_ids: Collection[UUID], day: date) -> dict[UUID, Absence]:
    """Who of them is away on `day`, and who hears what they would have heard."""
    query = (
        select(Leave, User)
        .join(LeaveDay, LeaveDay.leave_id == Leave.id)
        .outerjoin(User, stands_in(day))
        .where(LeaveDay.on_day == day, LeaveDay.user_id.in_(user_ids))
    )
    return {leave.user_id: Absence(deputy, leave.reads_along) for leave, deputy in db.session.execute(query)}


def covered_by(user_id: UUID, day: date) -> tuple[Covered, ...]:
    """Those whose households this one sees to on `day` beside their own, by name."""
    return tuple(Covered(*row) for row in plain_rows(_COVERED, {"deputy": user_id, "day": day}))


def with_cover(actor: Actor, day: date) -> Actor:
    """The actor with the households that they see to on `day` for others."""
    if actor.user_id is None or not actor.can(Permission.CASELOAD_OWN):
        return actor
    return replace(actor, covers=covered_by(actor.user_id, day))


def get_leave(leave_id: UUID, *, viewer: Actor) -> Leave:
    """Raises `NotFound` for one out of the viewer's scope."""
    viewer.require(Permission.LEAVE_READ)
    query = select(Leave).where(Leave.id == leave_id, leaves_in_scope(viewer)).options(*_SHOWN)
    leave = db.session.scalars(query).one_or_none()
    if leave is None:
        raise NotFound
    return leave


def own_leaves(viewer: Actor) -> Sequence[Leave]:
    """The viewer's own, the latest first."""
    query = select(Leave).where(is_own(viewer)).options(*_SHOWN)
    return db.session.scalars(query.order_by(Leave.from_on.desc(), Leave.id.desc()).limit(SHOWN)).all()


def leaves_covered(viewer: Actor, day: date) -> Sequence[Leave]:
    """Those that are not over in which the viewer stands in, asked or agreed."""
    query = select(Leave).where(names_deputy(viewer), Leave.state.in_(COVERING), Leave.until_on >= day)
    return db.session.scalars(query.options(*_SHOWN).order_by(Leave.from_on, Leave.id)).all()


def leave_of(user_id: UUID | None, day: date) -> Leave | None:
    """The leave that somebody is on."""
    return db.session.scalar(leaves_on(day).where(Leave.user_id == user_id).options(*_SHOWN))


def leaves_between(first: date, last: date, *, viewer: Actor) -> Sequence[Leave]:
    """Whoever is away on any of the days, in order."""
    viewer.require(Permission.LEAVE_MANAGE)
    query = select(Leave).where(Leave.from_on <= last, Leave.until_on >= first, Leave.state != LeaveState.CALLED_OFF)
    return db.session.scalars(query.options(*_SHOWN).order_by(Leave.from_on, Leave.id)).all()


def leaves_to_settle(day: date, *, viewer: Actor) -> Sequence[Leave]:
    """Those that are not over and have no deputy who agreed, the nearest first."""
    viewer.require(Permission.LEAVE_MANAGE)
    waits = Leave.state.in_((LeaveState.ASKED, LeaveState.OPEN))
    query = select(Leave).where(waits, Leave.until_on >= day).options(*_SHOWN)
    return db.session.scalars(query.order_by(Leave.from_on, Leave.id)).all()


def covers_shaken_by(user_id: UUID, days: Collection[date]) -> Sequence[Leave]:
    """The leaves of others in which this one stands in on one of `days`."""
    shaken = select(LeaveDay.leave_id).where(LeaveDay.on_day.in_(days))
    query = select(Leave).where(Leave.deputy_id == user_id, Leave.state.in_(COVERING), Leave.id.in_(shaken))
    return db.session.scalars(query.options(*_SHOWN).order_by(Leave.from_on, Leave.id)).all()


def away_on(day: date) -> frozenset[UUID]:
    """Whoever is on leave, by their ids."""
    return frozenset(db.session.scalars(select(LeaveDay.user_id).where(LeaveDay.on_day == day)))


def days_away_of(user_id: UUID, day: date) -> Sequence[date]:
    """The days from `day` on on which somebody is away."""
    return db.session.scalars(
        select(LeaveDay.on_day).where(LeaveDay.user_id == user_id, LeaveDay.on_day >= day).order_by(LeaveDay.on_day)
    ).all()


def leaves_to_come(user_id: UUID, day: date) -> Sequence[Leave]:
    """Whatever is not over, of their own and of those for whom they stand in."""
    theirs = or_(
        and_(Leave.user_id == user_id, Leave.state != LeaveState.CALLED_OFF),
        and_(Leave.deputy_id == user_id, Leave.state.in_(COVERING)),
    )
    query = select(Leave).where(theirs, Leave.until_on >= day).options(*_SHOWN)
    return db.session.scalars(query.order_by(Leave.from_on, Leave.id)).all()


def coordinators(*, without: UUID | None = None) -> Sequence[User]:
    """Who may accompany households, by name."""
    query = select(User).where(accompanies(), User.id != without)
    return db.session.scalars(query.order_by(User.name, User.id)).all()


def may_accompany(user_id: UUID) -> bool:
    return db.session.scalar(select(User.id).where(User.id == user_id, accompanies())) is not None


def may_stand_in(deputy_id: UUID, leave_days: Collection[date]) -> User | None:
    """The deputy, unless they may not accompany households, or are away themselves on one of the days."""
    away = select(LeaveDay.user_id).where(LeaveDay.user_id == deputy_id, LeaveDay.on_day.in_(leave_days))
    return db.session.scalar(select(User).where(User.id == deputy_id, accompanies(), User.id.not_in(away)))


def asked_of(viewer: Actor, day: date | ColumnElement[date]) -> Select[int]:
    """How many wait for the viewer's answer."""
    waits = (names_deputy(viewer), Leave.state == LeaveState.ASKED, Leave.until_on >= day)
    return select(func.count(Leave.id)).where(*waits)
