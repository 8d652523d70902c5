"""How a stay ends, here or at another place: beds of later nights are free again, and the money follows."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from portal.audit.steps import lock
from portal.coordinators.gate.actions import look_beside
from portal.coordinators.referrals.beds import give_back, take_further
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits import money, notices
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.coordinators.visits.written import VisitRecord
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.extensions import db


def leave(former: Referral, until: date, *, actor: Actor, now: datetime) -> None:
    """A stay goes on at another place from `until` on: beds and money of the later nights are given back here."""
    lock(former)
    visit = db.session.scalar(select(Visit).where(Visit.referral_id == former.id, Visit.state == VisitState.BOOKED))
    if visit is None:
        return
    give_back(former, until)
    visit.ends_at = former.span.ends_at
    money.shorten(visit, until, actor=actor, now=now)
    look_beside(former, now=now)
    notices.notify_place_that_is_left(former, now)


def settle_anew(visit: Visit, until: date, away: Collection[date], *, reason: str, actor: Actor, now: datetime) -> None:
    """A discharge was on another day than was written: beds and money follow the right one.

    Of nights that it has more than before, or that are due now, whoever sees to the person hears.
    """
    referral, ended_at = visit.referral, visit.ends_at
    lock(referral)
    give_back(referral, until)
    take_further(referral, until)
    visit.ends_at = referral.span.ends_at
    added = money.correct_stay(visit, until, away, reason=reason, actor=actor, now=now)
    look_beside(referral, now=now)
    if added or visit.ends_at > ended_at:
        notices.notify_coordinator_of_visit(visit, "visit_longer", now)


def settle(visit: Visit, written: VisitRecord, *, actor: Actor, now: datetime) -> None:
    """What it was becomes due; of a stay the nights before the day of discharge, whose later beds are free again."""
    if not visit.is_stay:
        money.commit(visit, written.quantity, actor=actor, now=now)
        return
    until = day_of(written.left_at)
    give_back(visit.referral, until)
    visit.ends_at = visit.referral.span.ends_at
    money.commit_stay(visit, until, written.away, actor=actor, now=now)
