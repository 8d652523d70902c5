"""Whose turn it is to be asked: kept in mind when co-operatives are shown to a coordinator, and when asking goes on.

A co-operative that covers the dong, offers the service and has a free place is asked the sooner the less often it was
asked for this service lately, declines among them; of those asked equally often whoever was asked longest ago.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import in_turn
from portal.extensions import db

FAIR_OVER = timedelta(days=90)
"""Whose turn it is follows from how often each was asked for this service within so long."""

Asked = dict[UUID, tuple[int, datetime]]


def asked_lately(now: datetime, service_id: UUID | None = None) -> dict[UUID, Asked]:
    """By service, how often each co-operative was asked lately, and when last; regular visits are one question."""
    questions = func.count(func.coalesce(Referral.series_id, Referral.id).distinct())
    counted = select(Referral.service_id, Referral.organisation_id, questions, func.max(Referral.requested_at))
    counted = counted.where(Referral.requested_at >= now - FAIR_OVER)
    if service_id is not None:
        counted = counted.where(Referral.service_id == service_id)
    found: dict[UUID, Asked] = {}
    for service, who, number, last in db.session.execute(
        counted.group_by(Referral.service_id, Referral.organisation_id)
    ):
        found.setdefault(service, {})[who] = (number, last)
    return found


def turns(service_id: UUID, organisations: Iterable[UUID], now: datetime) -> dict[UUID, int]:
    """The place in the turn of each of the co-operatives, from 0."""
    asked = asked_lately(now, service_id).get(service_id, {})
    return {who: place for place, who in enumerate(in_turn(set(organisations), asked))}
