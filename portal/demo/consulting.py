"""Members ask the lead agency, the office advises, and they say what they did."""

from datetime import datetime, time

from portal.consortium.consulting.actions import Question, add_file, advise, ask_consulting, tell_done
from portal.consortium.consulting.models import Consulting
from portal.consortium.consulting.states import ConsultingField
from portal.core.clock import day_of
from portal.demo.corpus import read_data
from portal.demo.printing import papers_told
from portal.demo.stories import Told
from portal.demo.world import World

ASKED, ADVISED, DONE = time(11, 5), time(15, 25), time(16, 35)


class RecordTold(Told):
    """`asked`, `advised` and `done` are days after the day of the seeding."""

    member: str
    field: ConsultingField
    topic: str
    question: str
    by: str
    asked: int
    advised: int | None = None
    advice: str = ""
    done: int | None = None
    outcome: str = ""
    paper: str = ""
    """Short name of the file that came with the advice."""


def plan_consulting(world: World, _now: datetime) -> None:
    for told in read_data("consulting.toml")["records"]:
        _Record(world, RecordTold.model_validate(told)).plan()


class _Record:
    def __init__(self, world: World, told: RecordTold) -> None:
        self.world, self.told = world, told
        self.found: list[Consulting] = []

    def plan(self) -> None:
        told, at = self.told, self.world.at
        at(self.world.surely(self.world.moment(told.asked, ASKED)), self.ask)
        if told.advised is not None:
            at(self.world.surely(self.world.moment(told.advised, ADVISED)), self.advise)
        if told.done is not None:
            at(self.world.surely(self.world.moment(told.done, DONE)), self.do)

    def ask(self, now: datetime) -> None:
        told, organisation_id = self.told, self.world.organisations[self.told.member]
        question = Question(told.field, told.topic, told.question, day_of(now), told.by)
        self.found.append(
            ask_consulting(organisation_id, question, actor=self.world.staff_of(organisation_id), now=now)
        )

    def advise(self, now: datetime) -> None:
        office = self.world.actors["office"]
        advise(self.found[0], self.told.advice, office.name, day_of(now), actor=office, now=now)
        if name := self.told.paper:
            add_file(self.found[0], papers_told()[name].title, self.world.files[name], actor=office, now=now)

    def do(self, now: datetime) -> None:
        actor = self.world.staff_of(self.found[0].organisation_id)
        tell_done(self.found[0], self.told.outcome, day_of(now), actor=actor, now=now)
