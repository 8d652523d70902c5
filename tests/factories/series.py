"""Regular visits for the tests: a scene whose co-operative has the same time free week after week."""

from datetime import date, datetime, time, timedelta
from typing import Any

from portal.consortium.capacity.models import Slot
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import HowOften
from portal.coordinators.series.actions import ask_series
from portal.coordinators.series.answering import accept_series
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.preview import Wish
from portal.coordinators.series.rhythm import Rule
from portal.coordinators.series.states import Rhythm
from portal.extensions import db
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene

FIRST = TODAY + timedelta(days=1)
"""Tuesday: the slot of a scene."""


def weekly(
    scene: Scene, weeks: int, *, capacity: int = 2, first_day: int = 1, starts_at: time = time(10)
) -> list[Slot]:
    """Every week from so many days after today on, `weeks` of them; its line is for every week.

    At ten from tomorrow on the scene's own slot is the first.
    """
    every_week(scene.line)
    own = [scene.slot] if (first_day, starts_at) == (1, time(10)) else []
    days = [first_day + 7 * week for week in range(len(own), weeks)]
    return own + [scene.another_slot(days=day, starts_at=starts_at, capacity=capacity) for day in days]


def every_week(line: PlanLine, times: int = 1) -> None:
    line.how_often, line.times = HowOften.WEEKLY, times
    db.session.flush()


def wish_of(
    scene: Scene, *, first_on: date = FIRST, times: int | None = 4, starts_at: time = time(10), **rule: Any
) -> Wish:
    """Every week at ten, of the scene's co-operative."""
    given: dict[str, Any] = {"rhythm": Rhythm.WEEKLY, "first_on": first_on, "times": times}
    return Wish(scene.slot.organisation_id, starts_at, Rule(**(given | rule)))


def make_series(
    scene: Scene,
    *,
    weeks: int = 4,
    first_day: int = 1,
    starts_at: time = time(10),
    takes_gaps: bool = False,
    now: datetime = NOW,
) -> CareSeries:
    """Asked and not answered, at slots that are made for it."""
    weekly(scene, weeks, first_day=first_day, starts_at=starts_at)
    wish = wish_of(scene, first_on=TODAY + timedelta(days=first_day), times=weeks, starts_at=starts_at)
    return ask_series(scene.line, wish, takes_gaps=takes_gaps, note="", actor=scene.coordinator, now=now)


def make_running(scene: Scene, *, weeks: int = 4, now: datetime = NOW) -> CareSeries:
    """Asked and accepted: every visit is booked."""
    series = make_series(scene, weeks=weeks, now=now)
    accept_series(series, actor=scene.worker, now=now)
    return series
