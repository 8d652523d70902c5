"""Regular visits for the tests: a scene whose co-operative has the same time free week after week."""

from datetime import date, datetime, time, timedelta
from typing import Any

from portal.consortium.capacity.models import Slot
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import HowOften
from portal.coordinators.series.actions import accept_series, ask_series
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.preview import Wish
from portal.coordinators.series.rhythm import Rule
from portal.coordinators.series.states import Rhythm
from portal.extensions import db
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene

FIRST = TODAY + timedelta(days=1)
"""Tuesday: the slot of a scene."""


def weekly(scene: Scene, weeks: int, *, capacity: int = 2) -> list[Slot]:
    """Tuesdays at ten, `weeks` of them, the scene's own slot the first; its line is for every week."""
    every_week(scene.line)
    more = [scene.another_slot(days=1 + 7 * week, starts_at=time(10), capacity=capacity) for week in range(1, weeks)]
    return [scene.slot, *more]


def every_week(line: PlanLine, times: int = 1) -> None:
    line.how_often, line.times = HowOften.WEEKLY, times
    db.session.flush()


def wish_of(scene: Scene, *, first_on: date = FIRST, times: int = 4, **rule: Any) -> Wish:
    """Every week at ten, of the scene's co-operative."""
    given = {"rhythm": Rhythm.WEEKLY, "first_on": first_on, "times": times}
    return Wish(scene.slot.organisation_id, time(10), Rule(**(given | rule)))


def make_series(
    scene: Scene, *, weeks: int = 4, takes_gaps: bool = False, now: datetime = NOW, **rule: Any
) -> CareSeries:
    """Asked and not answered; its slots are made where there is only the scene's."""
    weekly(scene, weeks)
    wish = wish_of(scene, **({"times": weeks} | rule))
    return ask_series(scene.line, wish, takes_gaps=takes_gaps, note="", actor=scene.coordinator, now=now)


def make_running(scene: Scene, *, weeks: int = 4, now: datetime = NOW) -> CareSeries:
    """Asked and accepted: every visit is booked."""
    series = make_series(scene, weeks=weeks, now=now)
    accept_series(series, actor=scene.worker, now=now)
    return series
