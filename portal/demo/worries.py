"""Neighbours report whom they worry about, and the staff look into it."""

from datetime import datetime, time, timedelta
from functools import partial

from portal.demo.corpus import read_data
from portal.demo.names import Names
from portal.demo.staff import dong_codes
from portal.demo.stories import Told
from portal.demo.world import World
from portal.monitoring.worries.actions import handle_worry, report_worry
from portal.monitoring.worries.assigning import Given, give_task
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WorryTaskKind, WorryVerb
from portal.residents.households.states import Sex

REPORTED, LOOKED_INTO = time(18, 40), time(11, 10)


class Step(Told):
    day: int
    verb: WorryVerb
    outcome: str


class WorryTold(Told):
    day: int
    dong: str
    whereabouts: str
    what: str
    named: bool = False
    steps: tuple[Step, ...] = ()
    given_to: str = ""
    """Who is to go and look by tomorrow."""


class _Course:
    """One report and what was done about it; `named` ones say who reported."""

    def __init__(self, world: World, told: WorryTold, names: Names) -> None:
        self.world = world
        self.told = told
        self.reporter = names.name(Sex.FEMALE, 1970) if told.named else ""
        self.phone = names.other_phone() if told.named else ""
        self.worry: Worry | None = None

    def report(self, now: datetime) -> None:
        self.worry = report_worry(
            dong_code=dong_codes()[self.told.dong],
            whereabouts=self.told.whereabouts,
            what=self.told.what,
            reporter_name=self.reporter,
            reporter_phone=self.phone,
            may_ask=bool(self.phone),
            now=now,
        )
        if self.told.given_to:
            self.world.at(self.world.surely(now + timedelta(hours=1)), self.give)
        for minutes, step in enumerate(self.told.steps):
            looked = self.world.surely(self.world.moment(step.day, LOOKED_INTO.replace(minute=10 + minutes)))
            self.world.at(looked, partial(self.take, step))

    def give(self, now: datetime) -> None:
        user_id = self.world.actors[self.told.given_to].user_id
        if self.worry is not None and user_id is not None:
            given = Given(WorryTaskKind.VISIT, user_id, self.world.today + timedelta(days=1))
            give_task(self.worry, given, actor=self.world.actors["office"], now=now)

    def take(self, step: Step, now: datetime) -> None:
        if self.worry is not None:
            handle_worry(self.worry, step.verb, step.outcome, actor=self.world.actors["office"], now=now)


def plan_worries(world: World, names: Names) -> None:
    """Plan every report; those of the last days still wait."""
    for told in read_data("worries.toml")["worries"]:
        course = _Course(world, WorryTold.model_validate(told), names)
        world.at(world.moment(-course.told.day, REPORTED), course.report)
