"""Two surveys: one that is over, one under way in two dongs with some doors still to be knocked at."""

from datetime import datetime, time, timedelta
from functools import partial
from itertools import zip_longest

from pydantic import Field
from sqlalchemy import select

from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.demo.corpus import read_data
from portal.demo.staff import dong_codes
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db
from portal.monitoring.surveys.actions import (
    Brought,
    add_door,
    bring_list,
    divide_survey,
    join_team,
    lead_to_application,
    plan_survey,
    record_result,
    step_survey,
    tell_worry,
)
from portal.monitoring.surveys.importing import Listed
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.rules import Plan
from portal.monitoring.surveys.states import DoorState, DoorVerb, SurveyVerb
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WorryVerb
from portal.residents.applications.models import Application
from portal.residents.households.models import Household

PLANNED, STARTED, WALKED, CLOSED = time(10, 20), time(13, 0), time(14, 0), time(17, 30)
A_DAY = 4
"""Doors that one of the team knocks at on a day."""

KINDS = ("반지하 1호", "반지하 2호", "옥탑", "201호", "B01호", "3층")
FOUND = {
    "m": DoorVerb.MEET,
    "h": DoorVerb.FIND_NEED,
    "n": DoorVerb.FIND_NOBODY,
    "r": DoorVerb.BE_REFUSED,
    "v": DoorVerb.FIND_MOVED,
}
NOTES = {
    "n": "저녁 7시쯤 계신다고 옆집에서 들음",
    "m": "",
    "h": "",
    "r": "다시 찾아오지 말라고 하심",
    "v": "우편함이 비어 있음",
}
SEEN = "창문이 늘 닫혀 있고 문 앞에 배달 음식 그릇이 쌓여 있음. 괜찮다고만 하시고 신청은 하지 않으심."
LOOKED = "사무국이 다시 찾아가 이야기함. 다음 주에 한 번 더 뵙기로 함."


class DongTold(Told):
    name: str
    streets: tuple[str, ...]
    doors: int


class SurveyTold(Told):
    """Days are counted from the day of the seeding; one that is not `finished` is under way."""

    title: str
    whom: str
    why: str
    source: str
    basis: str
    starts: int
    ends: int
    finished: int | None = None
    walkers: tuple[str, ...]
    charges: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Which dongs a walker has; who has none walks all."""
    results: str
    dongs: tuple[DongTold, ...]

    @property
    def listed(self) -> list[Listed]:
        """The doors, of each dong one after the other, so that all dongs are walked at once."""
        by_dong = [
            [
                Listed(
                    dong_codes()[dong.name],
                    f"서울 마포구 {dong.streets[place % len(dong.streets)]} {3 + place * 2}",
                    KINDS[place % len(KINDS)],
                )
                for place in range(dong.doors)
            ]
            for dong in self.dongs
        ]
        return [each for row in zip_longest(*by_dong) for each in row if each is not None]


def plan_surveys(world: World) -> None:
    for entry in read_data("surveys.toml")["surveys"]:
        course = _Course(world, SurveyTold.model_validate(entry))
        world.at(world.surely(world.moment(course.told.starts - 3, PLANNED)), course.plan)


class _Course:
    def __init__(self, world: World, told: SurveyTold) -> None:
        self.world, self.told = world, told
        self.survey: Survey | None = None

    @property
    def planned(self) -> Survey:
        if self.survey is None:
            raise LookupError(self.told.title)
        return self.survey

    @property
    def office(self) -> Actor:
        return self.world.actors["office"]

    def plan(self, now: datetime) -> None:
        told, today = self.told, self.world.today
        plan = Plan(
            title=told.title,
            whom=told.whom,
            why=told.why,
            dong_codes=tuple(sorted(dong_codes()[dong.name] for dong in told.dongs)),
            starts_on=today + timedelta(days=told.starts),
            ends_on=today + timedelta(days=told.ends),
        )
        self.survey = plan_survey(plan, actor=self.office, now=now)
        for code in told.walkers:
            user_id = self.world.actors[code].user_id
            if user_id is not None:
                join_team(self.survey, user_id, actor=self.office, now=now)
            if user_id is not None and code in told.charges:
                codes = [dong_codes()[name] for name in told.charges[code]]
                divide_survey(self.survey, user_id, codes, actor=self.office, now=now)
        bring_list(self.survey, Brought(told.listed[:-2], told.source, told.basis), actor=self.office, now=now)
        started = self.world.surely(self.world.moment(told.starts, STARTED))
        self.world.at(started, self.start)

    def start(self, now: datetime) -> None:
        step_survey(self.planned, SurveyVerb.START, actor=self.office, now=now)
        for listed in self.told.listed[-2:]:
            add_door(self.planned, listed, actor=self.world.actors[self.told.walkers[0]], now=now)
        doors = db.session.scalars(
            select(SurveyDoor.id).where(SurveyDoor.survey_id == self.planned.id).order_by(SurveyDoor.id)
        ).all()
        results = self.told.results.split()
        for place, (door_id, result) in enumerate(zip(doors, results, strict=False)):
            walker = self.told.walkers[place % len(self.told.walkers)]
            day = self.told.starts + 1 + place // (A_DAY * len(self.told.walkers)) * 2
            moment = self.world.moment(min(day, -1), WALKED) + timedelta(minutes=17 * (place % 9))
            is_last = place == len(results) - 1 or "h" not in results[place + 1 :]
            self.world.at(self.world.surely(moment), partial(self.knock, door_id, result, walker, is_last))
        if self.told.finished is not None:
            self.world.at(self.world.surely(self.world.moment(self.told.finished, CLOSED)), self.finish)

    def knock(self, door_id: object, result: str, walker: str, is_last: bool, now: datetime) -> None:
        door = db.session.get_one(SurveyDoor, door_id)
        actor = self.world.actors[walker]
        record_result(door, FOUND[result], NOTES[result], actor=actor, now=now)
        is_left = is_last and self.told.finished is None
        if door.state is DoorState.NEEDS_HELP and not is_left:
            self.world.at(now + timedelta(minutes=25), partial(self.follow, door_id, actor))

    def follow(self, door_id: object, actor: Actor, now: datetime) -> None:
        """An application of these days from the same dong, where there is one; else a word without a name."""
        door = db.session.get_one(SurveyDoor, door_id)
        application = _application_from(door, now)
        if application is not None and door.place is not None:
            home = application.household
            door.place.address, door.place.address_detail = home.address, home.address_detail
            lead_to_application(door, application.number, actor=actor, now=now)
            return
        worry = tell_worry(door, SEEN, actor=actor, now=now)
        self.world.at(self.world.soon(now, 16, 26), partial(self.look, worry.id))

    def look(self, worry_id: object, now: datetime) -> None:
        worry = db.session.get_one(Worry, worry_id)
        handle_worry(worry, WorryVerb.LOOK_INTO, LOOKED, actor=self.office, now=now)

    def finish(self, now: datetime) -> None:
        step_survey(self.planned, SurveyVerb.FINISH, actor=self.office, now=now)


def _application_from(door: SurveyDoor, now: datetime) -> Application | None:
    led_to = select(SurveyDoor.application_id).where(SurveyDoor.application_id.is_not(None))
    since = max(now - timedelta(days=12), day_bounds(door.survey.starts_on)[0])
    these_days = select(Application).join(Household, Household.id == Application.household_id)
    these_days = these_days.where(Application.received_at >= since, Application.id.not_in(led_to))
    these_days = these_days.where(Household.dong_code == door.dong_code)
    return db.session.scalars(these_days.order_by(Application.number)).first()
