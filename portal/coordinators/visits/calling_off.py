"""Cancels what is booked because of something else: a death, a hold, another co-operative in place of the first."""

from datetime import datetime

from sqlalchemy import select

from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits.actions import cancel_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import db


def call_off(referral: Referral, note: str, actor: Actor, now: datetime) -> None:
    """It costs nobody, however late it comes."""
    actor.require(Permission.REFERRAL_MANAGE)
    booked = select(Visit).where(Visit.referral_id == referral.id, Visit.state == VisitState.BOOKED)
    visit = db.session.scalars(booked).one()
    cancel_visit(visit, CancelledBy.COORDINATOR, note=note, is_due=False, actor=actor, now=now)
