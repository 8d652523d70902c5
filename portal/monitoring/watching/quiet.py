"""Keeps the longer times without a sign of life, whatever the order in which signs arrive."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select

from portal.extensions import db
from portal.monitoring.watching.models import QuietTime
from portal.monitoring.watching.rules import QUIET_FROM, quiet_time


def keep_quiet_time(household_id: UUID, before: datetime, sign_at: datetime) -> None:
    """The time that a new sign ends, where it was long enough."""
    quiet = quiet_time(before, sign_at)
    if quiet is not None:
        db.session.add(QuietTime(household_id=household_id, began_at=quiet[0], ended_at=quiet[1]))


def part_quiet_times(late: Mapping[UUID, Sequence[datetime]]) -> None:
    """A sign that arrives late lies between two others; one statement, however many came of however many homes."""
    if not late:
        return
    moments = [moment for of_one in late.values() for moment in of_one]
    meets = (QuietTime.began_at < max(moments), QuietTime.ended_at > min(moments))
    found = select(QuietTime).where(QuietTime.household_id.in_(list(late)), *meets).order_by(QuietTime.id)
    for quiet in db.session.scalars(found).all():
        within = [moment for moment in late[quiet.household_id] if quiet.began_at < moment < quiet.ended_at]
        if within:
            db.session.delete(quiet)
            for began_at, ended_at in pairwise((quiet.began_at, *within, quiet.ended_at)):
                if ended_at - began_at >= QUIET_FROM:
                    db.session.add(QuietTime(household_id=quiet.household_id, began_at=began_at, ended_at=ended_at))
