"""Teaches: the office writes down who learned before the portal, then plans sessions, to which people are enrolled."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from portal.consortium.catalogue.queries import services
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import DAYS, World
from portal.workforce.training.actions import (
    CourseDetails,
    Result,
    SessionDetails,
    enrol,
    plan_session,
    save_course,
    write_results,
)
from portal.workforce.training.models import TrainingCourse, TrainingSession
from portal.workforce.training.queries import enrolments_of, get_session, to_enrol
from portal.workforce.training.states import EnrolmentState

FOUNDED, PLANNED, ENROLLED, ENDED = time(15, 20), time(10, 50), time(11, 40), time(18, 50)
PLANNED_BEFORE, ENROLLED_BEFORE, LATELY = 21, 12, -2
FAILED_WITH, PASSED_WITH = 45, 70


class SessionTold(Told):
    """`only` narrows whom the members send; nobody is named in it: everybody who works that day."""

    course: str
    day: int
    starts_at: time
    ends_at: time
    place: str
    teacher: str
    places: int
    members: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    coordinators: bool = False
    absent: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def plan_training(world: World, _now: datetime) -> None:
    courses: dict[str, TrainingCourse] = {}
    data = read_data("training.toml")
    world.at(world.moment(-DAYS, FOUNDED), partial(_open_courses, world, courses, data["courses"]))
    for told in data["sessions"]:
        _Held(world, courses, SessionTold.model_validate(told)).plan()


def _open_courses(
    world: World, courses: dict[str, TrainingCourse], data: list[dict[str, object]], now: datetime
) -> None:
    ids = {service.code: service.id for service in services(day=world.today)}
    for each in data:
        told = dict(each)
        code, wanted = str(told.pop("code")), told.pop("services", [])
        details = CourseDetails(**told, service_ids=[ids[name] for name in wanted])  # type: ignore[arg-type,attr-defined]
        courses[code] = save_course(None, details, actor=world.actors["office"], now=now)


class _Held:
    """One session, from the plan to its results."""

    def __init__(self, world: World, courses: dict[str, TrainingCourse], told: SessionTold) -> None:
        self.world, self.courses, self.told = world, courses, told
        self.office: Actor = world.actors["office"]
        self.session_id: UUID | None = None

    def plan(self) -> None:
        first = max(self.told.day - PLANNED_BEFORE, -DAYS + 1)
        if self.told.day <= -DAYS:
            self.world.at(self.world.moment(-DAYS, FOUNDED) + timedelta(minutes=20), self.write_down)
            return
        self.world.at(self.world.surely(self.world.moment(min(first, LATELY - 1), PLANNED)), self.announce)
        enrolled = min(max(self.told.day - ENROLLED_BEFORE, first), LATELY)
        self.world.at(self.world.surely(self.world.moment(enrolled, ENROLLED)), self.let_enrol)
        if self.told.day < 0:
            self.world.at(self.world.moment(self.told.day, ENDED), self.note_results)

    def write_down(self, now: datetime) -> None:
        """What was held before the portal."""
        self.announce(now)
        self.let_enrol(now)
        self.note_results(now)

    def announce(self, now: datetime) -> None:
        told, day = self.told, self.world.today + timedelta(days=self.told.day)
        starts_at, ends_at = clock.at(day, told.starts_at), clock.at(day, told.ends_at)
        details = SessionDetails(starts_at, ends_at, told.place, told.teacher, told.places)
        self.session_id = plan_session(self.courses[told.course], details, actor=self.office, now=now).id

    @property
    def session(self) -> TrainingSession:
        if self.session_id is None:
            raise LookupError(self.told.course)
        return get_session(self.session_id)

    def let_enrol(self, now: datetime) -> None:
        """Each member its own, and coordinators themselves; what is past the office writes down."""
        session = self.session
        is_past = session.starts_at <= now
        for code in self.told.members:
            organisation_id = self.world.organisations[code]
            actor = self.office if is_past else self.world.staff_of(organisation_id)
            found, _people = to_enrol(session, viewer=actor, now=now)
            workers = [each for each in found if each.organisation_id == organisation_id]
            chosen = [each.id for each in workers if not self.told.only or each.name in self.told.only]
            if chosen:
                enrol(session, chosen, [], actor=actor, now=now)
        for actor in self.coordinators() if self.told.coordinators else ():
            ids = [actor.user_id] if actor.user_id else []
            enrol(session, [], ids, actor=self.office if is_past else actor, now=now)

    def coordinators(self) -> list[Actor]:
        return [actor for actor in self.world.actors.values() if actor.can(Permission.CASELOAD_OWN)]

    def note_results(self, now: datetime) -> None:
        session, told = self.session, self.told
        results = {
            each.id: Result(each.learner_name not in told.absent, self._score(place, each.learner_name))
            for place, each in enumerate(enrolments_of(session, viewer=self.office))
            if each.state is EnrolmentState.BOOKED
        }
        write_results(session, results, actor=self.office, now=now)

    def _score(self, place: int, name: str) -> int | None:
        if self.courses[self.told.course].pass_score is None:
            return None
        return FAILED_WITH if name in self.told.failed else PASSED_WITH + place * 7 % 30
