"""Reads of who is watched, by what, and when they were heard of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceState
from portal.monitoring.watching.models import Absence, ActivityDay, LifeSign, QuietTime, Watch
from portal.monitoring.watching.scope import is_watched, people_agreeing
from portal.monitoring.watching.states import HeardBy
from portal.residents.consents.states import ConsentKind
from portal.residents.households.scope import require_scope

SHOWN_DAYS, TRIED_DAYS, SIGNS_SHOWN = 14, 90, 10
EYES = frozenset({DeviceState.IN_USE, DeviceState.BROKEN, DeviceState.LOST})
"""The person was promised to be watched by a device in one of these."""

PROMISED = EYES | {DeviceState.INSTALLED}
"""One that is put up again and not tested yet sees nobody, of whom somebody must know all the same."""


@dataclass(frozen=True, slots=True)
class Day:
    """How often the devices of a home told something on a day, how often somebody was heard of otherwise, and when
    last."""

    day: date
    signs: int
    otherwise: int
    last_at: datetime | None


def watch_of(household_id: UUID) -> Watch | None:
    return db.session.get(Watch, household_id)


def is_under_watch(household_id: UUID) -> bool:
    """Whether silence of this household leads to anything at this moment."""
    found = select(Watch.household_id).where(Watch.household_id == household_id, is_watched())
    return db.session.scalar(found) is not None


def people_by_night(people: Collection[UUID]) -> set[UUID]:
    """Those of them who agree to be watched by night."""
    agreeing = people_agreeing(ConsentKind.NIGHT_WATCHING).subquery()
    return set(db.session.scalars(select(agreeing.c.person_id).where(agreeing.c.person_id.in_(people))))


def days_of(household_id: UUID, today: date) -> list[Day]:
    """The last days, the newest first, those without anything among them."""
    first = today - timedelta(days=SHOWN_DAYS - 1)
    counted = (
        select(ActivityDay.day, func.sum(ActivityDay.signs), func.max(ActivityDay.last_at))
        .join(Device, Device.id == ActivityDay.device_id)
        .where(Device.household_id == household_id, ActivityDay.day >= first)
        .group_by(ActivityDay.day)
    )
    by_device = {day: (signs, last_at) for day, signs, last_at in db.session.execute(counted)}
    since = clock.day_bounds(first)[0]
    noted = select(LifeSign.at).where(LifeSign.household_id == household_id, LifeSign.at >= since)
    otherwise: dict[date, list[datetime]] = {}
    for moment in db.session.scalars(noted.order_by(LifeSign.at)):
        otherwise.setdefault(clock.day_of(moment), []).append(moment)
    return [_day(today - timedelta(days=back), by_device, otherwise) for back in range(SHOWN_DAYS)]


def _day(day: date, by_device: dict[date, tuple[int, datetime]], otherwise: dict[date, list[datetime]]) -> Day:
    signs, last_at = by_device.get(day, (0, None))
    noted = otherwise.get(day, [])
    moments = [moment for moment in (last_at, *noted[-1:]) if moment is not None]
    return Day(day, signs, len(noted), max(moments, default=None))


def life_signs(household_id: UUID) -> Sequence[LifeSign]:
    """What somebody noted or the person pressed, the newest first."""
    newest = select(LifeSign).where(LifeSign.household_id == household_id)
    return db.session.scalars(newest.order_by(LifeSign.at.desc(), LifeSign.id).limit(SIGNS_SHOWN)).all()


def quiet_times(household_id: UUID, now: datetime) -> Sequence[QuietTime]:
    """The longer times without a sign of life of the last 90 days, the longest first."""
    since = now - timedelta(days=TRIED_DAYS)
    found = select(QuietTime).where(QuietTime.household_id == household_id, QuietTime.ended_at >= since)
    return sorted(db.session.scalars(found), key=lambda each: each.began_at - each.ended_at)


def absences_to_come(household_id: UUID, now: datetime) -> Sequence[Absence]:
    """Present and coming ones, the first one first."""
    found = select(Absence).where(Absence.household_id == household_id, Absence.ends_at > now)
    return db.session.scalars(found.order_by(Absence.starts_at, Absence.id)).all()


def absences_since(household_id: UUID, since: datetime) -> Sequence[Absence]:
    """Those that ended after `since` or have not, called off ones left out."""
    told = (Absence.ends_at > since, Absence.ends_at > Absence.starts_at)
    return db.session.scalars(select(Absence).where(Absence.household_id == household_id, *told)).all()


def get_absence(absence_id: UUID, *, viewer: Actor) -> Absence:
    viewer.require(Permission.WATCH_MANAGE)
    absence = db.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    require_scope(absence.household_id, viewer)
    return absence


def own_absence(absence_id: UUID, household_id: UUID) -> Absence:
    """One of the person's own household."""
    absence = db.session.get(Absence, absence_id)
    if absence is None or absence.household_id != household_id:
        raise NotFound
    return absence


def pressed_on(household_id: UUID, day: date) -> datetime | None:
    """When the person pressed the button last on this day."""
    begins, ends = clock.day_bounds(day)
    own = (LifeSign.household_id == household_id, LifeSign.how == HeardBy.BUTTON)
    return db.session.scalar(select(func.max(LifeSign.at)).where(*own, LifeSign.at >= begins, LifeSign.at < ends))
