"""How alerts ended in a year and in the one before: by what means, how, and how long it took until somebody knew."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import func, select

from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertEnding, AttemptMeans, Way

ONE_HOUR = timedelta(hours=1)


WAYS: Mapping[AttemptMeans, Way] = {
    AttemptMeans.DOOR: Way.VISIT,
    AttemptMeans.RESCUE: Way.OPENED,
    AttemptMeans.DOOR_OPENED: Way.OPENED,
}
"""All other means reach somebody from afar."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Alerts that ended in a period; `hours` is the median from the alert until somebody knew, None without any."""

    by_way: Mapping[Way, int]
    by_ending: Mapping[AlertEnding, int]
    hours: float | None

    @property
    def total(self) -> int:
        return sum(self.by_ending.values())


def figures_of(first: date, last: date, *, viewer: Actor) -> Figures:
    """Of the alerts that ended from the one day to the other."""
    viewer.require(Permission.FIGURES_READ)
    within = Alert.ended_at.between(day_bounds(first)[0], day_bounds(last)[1]) & Alert.ending.is_not(None)
    by_way: Counter[Way] = Counter()
    by_ending: Counter[AlertEnding] = Counter()
    counted = select(Alert.ending, Alert.ended_means, func.count()).where(within)
    for ending, means, count in db.session.execute(counted.group_by(Alert.ending, Alert.ended_means)):
        if ending is not None and means is not None:
            by_way[WAYS.get(means, Way.REMOTE)] += count
            by_ending[ending] += count
    times = db.session.execute(select(Alert.raised_at, Alert.ended_at).where(within)).all()
    took = [(ended_at - raised_at) / ONE_HOUR for raised_at, ended_at in times if ended_at is not None]
    hours = median(took) if took else None
    return Figures({way: by_way[way] for way in Way}, {ending: by_ending[ending] for ending in AlertEnding}, hours)


def years_compared(year: int, now: datetime, *, viewer: Actor) -> tuple[Figures, Figures]:
    """A year as far as it has come, and the one before up to the same day."""
    today = day_of(now)
    last = min(date(year, 12, 31), today)
    return (
        figures_of(date(year, 1, 1), last, viewer=viewer),
        figures_of(date(year - 1, 1, 1), _a_year_before(last), viewer=viewer),
    )


def _a_year_before(day: date) -> date:
    """29 February is told with the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if leap else day.replace(year=day.year - 1)
