"""Begins the plans whose first day has come."""

from datetime import datetime

from portal.core.actors import SYSTEM
from portal.partners.support_plans.actions import begin_due


def begin_plans(now: datetime) -> int:
    return begin_due(actor=SYSTEM, now=now)
