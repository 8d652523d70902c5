"""What every step of regular visits has in common: the order of its locks, its history, its last day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from portal.audit.steps import take
from portal.consortium.capacity.actions import lock_places
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.queries import referrals_of
from portal.coordinators.series.states import SERIES_STATES, SeriesVerb
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import CANCELLED, VisitState
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.extensions import db
from portal.notifications.actions import take_back_untrue

NAME = N_("정기 방문")
GONE = CANCELLED | {VisitState.MOVED}


def step(series: CareSeries, verb: SeriesVerb, *, actor: Actor, now: datetime, note: str = "") -> None:
    """Lead a series on; what waits to be said of it and is not so any more stays unsaid."""
    take(SERIES_STATES, series, verb, actor=actor, now=now, note=note)
    series.settled_at = series.settled_at or now
    db.session.flush()
    take_back_untrue("series", series.id, now=now)


def lock_days(series: CareSeries, *states: ReferralState) -> list[Referral]:
    """The days in any of these states by their time; nobody else changes one of them, or its place, meanwhile.

    Whoever calls has locked the household. Referrals come before places, each in the order of their ids.
    """
    _lock_rows(Referral.series_id == series.id)
    found = referrals_of(series, *states)
    lock_places(each.slot_id for each in found)
    return found


def lock_referrals(referrals: Sequence[Referral]) -> None:
    """The same of referrals that may belong to several series."""
    _lock_rows(Referral.id.in_([each.id for each in referrals]))
    lock_places(each.slot_id for each in referrals)


def _lock_rows(which: ColumnElement[bool]) -> None:
    rows = select(Referral.id).where(which).order_by(Referral.id)
    db.session.execute(rows.with_for_update(key_share=True))


def who_asked(series: CareSeries) -> Actor:
    """Books, and closes what was declined, in the name of the coordinator who asked for it."""
    return replace(SYSTEM, user_id=series.asked_by_id, name=NAME)


def find_last_day(series: CareSeries) -> None:
    """The last day is that of the last visit which stands or was to take place; without any it stays the first one."""
    db.session.flush()
    last = select(func.max(Visit.starts_at)).join(Referral, Referral.id == Visit.referral_id)
    moment = db.session.scalar(last.where(Referral.series_id == series.id, Visit.state.not_in(GONE)))
    series.last_on = day_of(moment) if moment else series.first_on
    db.session.flush()
