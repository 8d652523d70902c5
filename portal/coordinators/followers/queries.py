"""What an event reaches."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import TAKING_STATES
from portal.core.clock import day_of
from portal.extensions import db


def resting_among(referrals: Iterable[Referral], last_day: date | None, now: datetime) -> list[Referral]:
    """Those that take a place on the days of a hold; all that are to come where nobody knows its end."""
    return [
        referral
        for referral in referrals
        if referral.state in TAKING_STATES
        and referral.slot.starts_at > now
        and (last_day is None or day_of(referral.slot.starts_at) <= last_day)
    ]


def accompanied_by(user_id: UUID) -> int:
    """How many households somebody accompanies."""
    return db.session.scalar(select(func.count(CareCase.id)).where(CareCase.coordinator_id == user_id, OPEN)) or 0
