"""The days of a consortium that tells less than the main one: all that its data says, and what every office does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from random import Random

from portal.demo import consortium, money
from portal.demo.aiding import plan_aid
from portal.demo.applying import Course
from portal.demo.asking import plan_requests
from portal.demo.bodies import plan_bodies
from portal.demo.corpus import read_data
from portal.demo.files import plan_changes
from portal.demo.means import plan_later
from portal.demo.meetings import plan_working_meetings
from portal.demo.monitoring import plan_monitoring
from portal.demo.overcap import plan_overrides
from portal.demo.passing import plan_outside
from portal.demo.planning import plan_work
from portal.demo.reviewing import plan_reviews
from portal.demo.roster import plan_roster
from portal.demo.settling import plan_settlements
from portal.demo.staying import plan_stays
from portal.demo.thanking import plan_letters
from portal.demo.world import World


def plan_smaller(world: World, courses: Sequence[Course], seed: int, now: datetime) -> None:
    """Everything but the households themselves and what comes back every day."""
    them = list(courses)
    consortium.plan_closed_days(world)
    plan_working_meetings(world)
    plan_changes(world, them)
    plan_roster(world)
    plan_reviews(world)
    plan_monitoring(replace(world, chance=Random(seed)))  # noqa: S311 nothing here is a secret
    plan_requests(world, them)
    plan_letters(world, them)
    plan_aid(world, them)
    plan_outside(world, them)
    plan_stays(replace(world, chance=Random(seed + 1)), them)  # noqa: S311 nothing here is a secret
    plan_bodies(world)
    if read_data("workplan.toml"):
        plan_work(world)
    money.plan_accounts(world, now)
    plan_later(world, them)
    plan_overrides(world, them)
    plan_settlements(world)
    world.at(world.lately(2), partial(consortium.fill_some, world))
