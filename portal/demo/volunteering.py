"""Neighbours who help: two watchers with a few households each and what they told, and one who finds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from portal.accounts.actions import accept_invitation
from portal.accounts.models import Invitation
from portal.accounts.queries import get_user
from portal.core import clock
from portal.core.actors import Actor
from portal.core.phone import parse_phone
from portal.demo.applying import Course
from portal.demo.contacting import coordinator_of
from portal.demo.corpus import read_data, told_once
from portal.demo.staff import dong_codes
from portal.demo.stories import Stage, Told
from portal.demo.world import World
from portal.extensions import db
from portal.monitoring.alerts.actions import Tried, look_after
from portal.monitoring.alerts.queries import open_alert_of
from portal.monitoring.alerts.states import AlertEnding, AttemptMeans, AttemptResult
from portal.monitoring.surveys.actions import divide_survey, join_team
from portal.monitoring.surveys.models import Survey
from portal.monitoring.surveys.states import SurveyState
from portal.monitoring.teams import actions
from portal.monitoring.teams.models import Assignment, NeighbourReport, Volunteer
from portal.monitoring.teams.rules import Vetting
from portal.monitoring.teams.states import Found, Often, Reach, Team
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WorryVerb
from portal.residents.consents.actions import agree_again
from portal.residents.consents.states import ConsentKind

JOINED, GIVEN, WENT, TOLD = time(10, 10), time(11, 30), time(16, 20), time(17, 40)
A_WEEK = 7
LASTS = 300
FOUND = {"w": Found.WELL, "n": Found.NOBODY, "h": Found.NEEDS_HELP, "o": Found.OTHER}
NOTES = {
    Found.WELL: "",
    Found.NOBODY: "문을 두드려도 대답이 없고 우편함은 비어 있음",
    Found.NEEDS_HELP: "넘어져 무릎이 부었고 며칠째 밖에 나오지 못하셨다고 함",
    Found.OTHER: "다음 주에 따님 댁에 가신다고 함",
}
TO_DO = {
    Reach.DOOR: "문을 두드려 안부를 여쭙고, 대답이 없으면 우편함과 불빛을 봅니다.",
    Reach.PHONE: "저녁에 전화해 식사와 잠을 여쭙니다.",
}
ANSWERED = "전화로 여쭙고 다음 방문 때 다시 살피기로 함"
SPOKE = Tried(AttemptMeans.CALL, AttemptResult.SPOKE, "본인", "보건소에 함께 가기로 함")


class VolunteerTold(Told):
    code: str
    team: Team
    name: str
    email: str
    phone: str
    joined: int
    look: str
    tells: tuple[str, ...]


class FindingTold(Told):
    """What a finder told; with an `outcome` somebody has looked into it."""

    day: int
    dong: str
    whereabouts: str
    what: str
    outcome: str = ""


@told_once
def volunteers() -> Sequence[VolunteerTold]:
    return tuple(VolunteerTold.model_validate(told) for told in read_data("volunteers.toml")["volunteers"])


def plan_volunteers(world: World, courses: Sequence[Course]) -> None:
    """Each household is of one watcher."""
    homes = filter(_stays, courses)
    for told in volunteers():
        work = _Work(world, told, homes)
        world.at(world.surely(world.moment(told.joined, JOINED)), work.join)


def _stays(course: Course) -> bool:
    """Somebody whose care began long ago and goes on without a break."""
    story = course.story
    breaks = story.close or story.hold or story.joined
    return bool(story.coordinator) and story.stage is Stage.IN_COURSE and story.has_phone and not breaks


@dataclass
class _Work:
    world: World
    told: VolunteerTold
    homes: Iterator[Course]
    volunteer: Volunteer | None = None
    actor: Actor | None = None

    @property
    def office(self) -> Actor:
        return self.world.actors["office"]

    @property
    def here(self) -> tuple[Volunteer, Actor]:
        if self.volunteer is None or self.actor is None:
            raise LookupError(self.told.code)
        return self.volunteer, self.actor

    def join(self, now: datetime) -> None:
        """Trained and checked in the weeks before."""
        told, today = self.told, clock.day_of(now)
        newcomer = actions.Newcomer(told.team, told.name, told.email, parse_phone(told.phone))
        volunteer = actions.take_in(newcomer, actor=self.office, now=now)
        vetting = Vetting(
            trained_on=today - timedelta(days=12),
            checked_on=today - timedelta(days=9),
            signed_on=today,
            from_on=today,
            until_on=today + timedelta(days=LASTS),
        )
        actions.change_vetting(volunteer, vetting, actor=self.office, now=now)
        actions.begin(volunteer, actor=self.office, now=now)
        invitation = db.session.scalars(select(Invitation).where(Invitation.email == told.email)).one()
        user = accept_invitation(invitation, self.world.password_hash, now=now)
        self.volunteer, self.actor = volunteer, get_user(user.id).actor
        self._plan()

    def _plan(self) -> None:
        world, told = self.world, self.told
        for place, tells in enumerate(told.tells):
            moment = world.surely(world.moment(told.joined + 1 + place, GIVEN))
            world.at(moment, partial(self.give, Reach.PHONE if place % 2 else Reach.DOOR, tells))
        if told.team is Team.FINDERS:
            world.at(world.lately(6), self.walk)
            for each in read_data("volunteers.toml")["findings"]:
                finding = FindingTold.model_validate(each)
                world.at(world.surely(world.moment(finding.day, TOLD)), partial(self.find, finding))

    def give(self, reach: Reach, tells: str, now: datetime) -> None:
        """The next household that is in care by now."""
        course = next(each for each in self.homes if each.case is not None and each.case.closed_at is None)
        volunteer, _actor = self.here
        coordinator = coordinator_of(self.world, course)
        agree_again(course.opened.person, ConsentKind.NEIGHBOUR, actor=coordinator, now=now)
        charge = actions.Charge(
            volunteer_id=volunteer.id,
            reach=reach,
            often=Often.WEEKLY,
            what=TO_DO[reach],
            until_on=self.world.today + timedelta(days=120),
        )
        assignment = actions.assign(course.opened.household_id, charge, actor=coordinator, now=now)
        for week, letter in enumerate(tells.split(), start=1):
            moment = now + timedelta(days=A_WEEK * week)
            when = self.world.surely(clock.at(clock.day_of(moment), WENT))
            if when < self.world.until:
                self.world.at(when, partial(self.tell, assignment, FOUND[letter], course))

    def tell(self, assignment: Assignment, found: Found, course: Course, now: datetime) -> None:
        """Where an alert of another story is open nothing is told, so that it ends as that one says."""
        if assignment.ended_at is not None or open_alert_of(assignment.household_id) is not None:
            return
        report = actions.tell_report(assignment, found, NOTES[found], actor=self.here[1], now=now)
        is_of_today = now > self.world.until - timedelta(days=2)
        if found is not Found.WELL and not is_of_today:
            self.world.at(self.world.soon(now, 1, 3), partial(self.see_to, report, course))

    def see_to(self, report: NeighbourReport, course: Course, now: datetime) -> None:
        coordinator = coordinator_of(self.world, course)
        alert = open_alert_of(report.household_id)
        if alert is not None and report.found is Found.NEEDS_HELP:
            look_after(alert, SPOKE, ending=AlertEnding.SAFE, actor=coordinator, now=now)
        actions.see_to(report, ANSWERED, actor=coordinator, now=now)

    def walk(self, now: datetime) -> None:
        """Along with the survey that is under way, in its first dong."""
        survey = db.session.scalars(select(Survey).where(Survey.state == SurveyState.UNDER_WAY)).first()
        user_id = self.here[1].user_id
        if survey is not None and user_id is not None:
            join_team(survey, user_id, actor=self.office, now=now)
            divide_survey(survey, user_id, survey.dong_codes[:1], actor=self.office, now=now)

    def find(self, finding: FindingTold, now: datetime) -> None:
        seen = actions.Seen(dong_codes()[finding.dong], finding.whereabouts, finding.what)
        worry = actions.tell_worry(seen, actor=self.here[1], now=now).worry
        if finding.outcome:
            self.world.at(self.world.soon(now, 15, 24), partial(self.look, worry, finding.outcome))

    def look(self, worry: Worry, outcome: str, now: datetime) -> None:
        handle_worry(worry, WorryVerb.LOOK_INTO, outcome, actor=self.office, now=now)
