"""Who is on call, when the office works, and what somebody was told."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.core.promises import Working
from portal.core.sockets import Socket, Takes
from portal.duty.models import NoticeChoice, Shift, StaffNotice
from portal.duty.states import Matter, Pace
from portal.extensions import current_settings, db

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away; `stand_in` sees to their households meanwhile, and they `read_along` if they chose so."""

    stand_in: User | None
    reads_along: bool


Absences = Callable[[Collection[UUID], date], dict[UUID, Absence]]
ABSENCES: Socket[Absences] = Socket("who is away, and who stands in", Takes.ONE)


def absences(users: Collection[User], now: datetime) -> dict[UUID, Absence]:
    """Who of them is away today."""
    return ABSENCES.only()({user.id for user in users}, clock.day_of(now)) if users else {}


def hearers(users: Collection[User], *, now: datetime) -> list[User]:
    """Who hears what is about a household in place of each: whoever sees to it today, else the office. Each once."""
    away = absences(users, now)
    heard = [one for user in users for one in in_place_of(user, away.get(user.id))]
    return list({user.id: user for user in heard}.values())


def in_place_of(user: User, absence: Absence | None) -> Iterator[User]:
    """Whoever hears what is about the households of `user`."""
    acting = absence.stand_in if absence else user
    if absence and absence.reads_along and user.disabled_at is None:
        yield user
    if acting is not None and acting.disabled_at is None:
        yield acting
    else:
        yield from users_who_may(Permission.APPLICATION_PAIR)


def on_call_at(moment: datetime) -> Shift | None:
    """Whoever is on call; of several the one who began last."""
    running = select(Shift).where(Shift.starts_at <= moment, Shift.ends_at > moment).options(joinedload(Shift.user))
    return db.session.scalar(running.order_by(Shift.starts_at.desc(), Shift.id).limit(1))


def on_call_alone(moment: datetime) -> Shift | None:
    """Whoever is on call while the office is closed, in place of those who are off duty then."""
    return None if working().is_open(moment) else on_call_at(moment)


def shift_spans(moment: datetime) -> Sequence[tuple[datetime, datetime]]:
    """From when to when somebody is on call, of whatever is not over at `moment`."""
    spans = select(Shift.starts_at, Shift.ends_at).where(Shift.ends_at > moment).order_by(Shift.starts_at, Shift.id)
    return [(starts_at, ends_at) for starts_at, ends_at in db.session.execute(spans)]


def working() -> Working:
    """The hours of the office, and the roster."""
    settings = current_settings()
    return Working(settings.office_opens, settings.office_closes, lambda moment: on_call_at(moment) is not None)


def shifts(viewer: Actor, *, now: datetime) -> Sequence[Shift]:
    """Who is on call now and later, in order."""
    viewer.require(Permission.ROSTER_MANAGE)
    coming = select(Shift).where(Shift.ends_at > now).options(joinedload(Shift.user))
    return db.session.scalars(coming.order_by(Shift.starts_at, Shift.id)).all()


def get_shift(shift_id: UUID, *, viewer: Actor) -> Shift:
    viewer.require(Permission.ROSTER_MANAGE)
    shift = db.session.get(Shift, shift_id)
    if shift is None:
        raise NotFound
    return shift


def pace_of(user_id: UUID) -> Pace:
    chosen = db.session.get(NoticeChoice, user_id)
    return chosen.pace if chosen else Pace.AT_ONCE


def notices_of(user_id: UUID | None) -> Sequence[StaffNotice]:
    """What somebody heard of last, newest first."""
    own = select(StaffNotice).where(StaffNotice.user_id == user_id)
    return db.session.scalars(own.order_by(StaffNotice.at.desc(), StaffNotice.id.desc()).limit(SHOWN)).all()


def was_told(matter: Matter, subject_id: UUID, *, since: datetime) -> bool:
    """Whether anybody was told of this since it is so."""
    told = exists().where(StaffNotice.subject_id == subject_id, StaffNotice.matter == matter, StaffNotice.at >= since)
    return bool(db.session.scalar(select(told)))
