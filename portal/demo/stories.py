"""What the data of the demonstration may say about a household; every day is counted from the day of the seeding."""

from collections.abc import Iterator
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.plans.states import HowOften, NeedLevel
from portal.demo.corpus import is_main, read_data
from portal.residents.applications.states import DayTime, Intake, Urgency
from portal.residents.households.states import Language, SameSex, Sex

FILES = ("first.toml", "ended.toml", "accompanied.toml", "waiting.toml", "departed.toml")
OF_ANOTHER = ("households.toml",)


class Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ending(StrEnum):
    """What becomes of a visit. Those from `REQUESTED` on are still under way on the day of the seeding."""

    DONE = "done"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NOBODY_HOME = "nobody_home"
    PROVIDER_ABSENT = "provider_absent"
    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"
    MOVED = "moved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REQUESTED = "requested"
    OVERDUE = "overdue"
    ACCEPTED = "accepted"
    HELD = "held"
    UNRECORDED = "unrecorded"
    CONFIRMED = "confirmed"
    WISHED = "wished"


class VisitTold(NamedTuple):
    """Written "cleaning -14 nobody_home!": the service, the day, what became of it; with ! nobody saw to it yet.

    A day with a time ("cleaning 0@10:00") is exactly then; without one it is the nearest free time.
    """

    service: str
    day: int
    clock_time: time | None
    ending: Ending
    is_left: bool


def parse_visit(text: str) -> VisitTold:
    service, when, *rest = text.split()
    day, _, clock_time = when.partition("@")
    ending = rest[0] if rest else Ending.DONE
    return VisitTold(
        service,
        int(day),
        time.fromisoformat(clock_time) if clock_time else None,
        Ending(ending.removesuffix("!")),
        ending.endswith("!"),
    )


class LineTold(Told):
    service: str
    how_often: HowOften = HowOften.ONCE
    times: int = 1


class Turn(Told):
    """Something that happens to a case on a day, for a reason."""

    day: int
    reason: str
    note: str = ""
    coordinator: str = ""
    told: str = ""
    """What the coordinator before writes down when the case goes over."""


class Closure(Told):
    day: int
    reason: ClosureReason
    note: str


class Stage(StrEnum):
    """How far a case has come at most; what would follow is left to whoever tries the portal."""

    PAIRED = "paired"
    ASSESSED = "assessed"
    DRAFTED = "drafted"
    IN_COURSE = "in_course"


class Due(StrEnum):
    """When the next contact with a household is due, where the story fixes it."""

    TODAY = "today"
    OVERDUE = "overdue"


class Story(Told):
    """One application and what followed. `same_as` names an earlier story about the same person, `phone_of` one about
    somebody with whom they share a telephone.

    `entered_by` is whoever took it down where nobody applied online.

    `minutes_ago` takes the place of `day` and `at` for what has only just come in. What is told `apart` has chances of
    its own, so that it changes nobody else's name and no visit.
    """

    key: str
    apart: bool = False
    sex: Sex
    birth_on: date
    dong: str
    day: int = 0
    at: time = time(10, 30)
    minutes_ago: int = 0
    intake: Intake = Intake.ONLINE
    taken_minutes: int = 0
    entered_by: str = "office"
    urgency: Urgency = Urgency.NORMAL
    services: tuple[str, ...] = ()
    day_times: tuple[DayTime, ...] = ()
    own_words: str = ""
    pets: str = ""
    entry_note: str = ""
    lives_alone: bool | None = True
    same_sex: SameSex = SameSex.EITHER
    language: Language = Language.KOREAN
    has_phone: bool = True
    phone_of: str = ""
    emergency: str = ""
    helper: str = ""
    is_confirmed: bool = True
    allows_publicity: bool = False
    same_as: str = ""
    signed_in: bool = False
    refused: str = ""
    withdrawn: str = ""
    joined: str = ""
    coordinator: str = ""
    why: str = ""
    stage: Stage = Stage.IN_COURSE
    needs: str = ""
    summary: str = ""
    aim: str = ""
    months: int = 6
    plan: tuple[LineTold, ...] = ()
    visits: tuple[str, ...] = ()
    contact: Due | None = None
    new_plan: Turn | None = None
    new_lines: tuple[LineTold, ...] = ()
    hold: Turn | None = None
    handover: Turn | None = None
    close: Closure | None = None

    @property
    def levels(self) -> tuple[NeedLevel, ...]:
        """Of the six areas, in their order."""
        return tuple(NeedLevel(word) for word in self.needs.split())

    @property
    def told_visits(self) -> list[VisitTold]:
        return [parse_visit(text) for text in self.visits]


def stories() -> Iterator[Story]:
    """All households of the demonstration."""
    for name in FILES if is_main() else OF_ANOTHER:
        for told in read_data(name)["households"]:
            yield Story.model_validate(told)
