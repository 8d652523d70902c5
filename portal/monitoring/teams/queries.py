"""Reads of volunteers, of what they are to do and of what they told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_household
from portal.core import clock
from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.permissions import ROLE_PERMISSIONS, Permission
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.neighbours import Neighbour
from portal.monitoring.alerts.scope import IS_OPEN as ALERT_IS_OPEN
from portal.monitoring.alerts.states import Rung
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.scope import surveys_in_scope, walked_dongs
from portal.monitoring.surveys.states import SurveyState
from portal.monitoring.teams.models import Assignment, Finding, NeighbourReport, Volunteer
from portal.monitoring.teams.rules import CHECK_LASTS, WARNED_BEFORE, runs_out
from portal.monitoring.teams.scope import (
    IS_OPEN,
    assignments_in_scope,
    assignments_of_watcher,
    is_at_work,
    is_standing,
    reports_in_scope,
)
from portal.monitoring.teams.states import Found, Reach, Team, VolunteerState
from portal.monitoring.watching.facts import resting
from portal.monitoring.worries.models import Worry
from portal.residents.applications.models import Application

SHOWN_AT_MOST = 50
AT_THE_DOOR = (Rung.DOOR, Rung.CONTACT_PERSON, Rung.RESCUE)


@dataclass(frozen=True, slots=True)
class Round:
    """One household of a watcher's day; `is_urgent` where an alert waits for somebody at the door.

    It `rests` while the person is known to be away or their care rests, until that day where somebody knows it.
    """

    assignment: Assignment
    is_urgent: bool
    rests: bool = False
    rests_until: date | None = None


def volunteers(viewer: Actor) -> Sequence[Volunteer]:
    """By team, those at work first."""
    viewer.require(Permission.TEAM_MANAGE)
    order = (Volunteer.state == VolunteerState.ENDED, Volunteer.team.desc(), Volunteer.name, Volunteer.id)
    return db.session.scalars(select(Volunteer).order_by(*order)).all()


def get_volunteer(volunteer_id: UUID, *, viewer: Actor) -> Volunteer:
    viewer.require(Permission.TEAM_MANAGE)
    volunteer = db.session.get(Volunteer, volunteer_id)
    if volunteer is None:
        raise NotFound
    return volunteer


def open_counts() -> dict[UUID, int]:
    """How many households each watcher looks after."""
    counted = select(Assignment.volunteer_id, func.count()).where(IS_OPEN).group_by(Assignment.volunteer_id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def watchers_at_work(day: date) -> Sequence[Volunteer]:
    """Those who may be given a household, by name."""
    watching = select(Volunteer).where(is_at_work(day), Volunteer.team == Team.WATCHERS)
    return db.session.scalars(watching.order_by(Volunteer.name, Volunteer.id)).all()


def volunteer_of(user_id: UUID | None, team: Team, day: date) -> Volunteer | None:
    """As whom somebody who signed in works for a team on the day."""
    own = select(Volunteer).where(Volunteer.user_id == user_id, Volunteer.team == team, is_at_work(day))
    return db.session.scalars(own.limit(1)).first()


def may_be_here(user_id: UUID | None, day: date) -> bool:
    """Whether an agreement of theirs covers the day."""
    return db.session.scalar(select(exists().where(Volunteer.user_id == user_id, is_at_work(day)))) or False


def keeps_account(volunteer: Volunteer) -> bool:
    """Whether they are something else here too, and go on signing in once this work ends."""
    user = db.session.get(User, volunteer.user_id) if volunteer.user_id else None
    if user is None or user.disabled_at is not None:
        return False
    return any(volunteer.team.permission not in ROLE_PERMISSIONS[grant.role] for grant in user.open_grants)


def not_ended(user: User) -> Sequence[Volunteer]:
    own = select(Volunteer).where(Volunteer.user_id == user.id, Volunteer.state != VolunteerState.ENDED)
    return db.session.scalars(own).all()


def waiting_for_account(email: str) -> Sequence[Volunteer]:
    """Who was let in and has no account yet."""
    invited = select(Volunteer).where(Volunteer.email == email, Volunteer.state == VolunteerState.ACTIVE)
    return db.session.scalars(invited.where(Volunteer.user_id.is_(None))).all()


def over_by(day: date) -> Sequence[Volunteer]:
    """Whose agreement ran out before the day."""
    over = select(Volunteer).where(Volunteer.state == VolunteerState.ACTIVE, Volunteer.until_on < day)
    return db.session.scalars(over.order_by(Volunteer.id)).all()


def ending_soon(day: date) -> Sequence[Volunteer]:
    """Whose agreement, or whose check, runs out within two weeks, by whichever is first."""
    soon = day + WARNED_BEFORE
    active = select(Volunteer).where(Volunteer.state == VolunteerState.ACTIVE)
    ending = (Volunteer.until_on <= soon) | (Volunteer.checked_on <= check_over_by(soon))
    found = db.session.scalars(active.where(ending).order_by(Volunteer.id))
    return sorted(found, key=lambda volunteer: runs_out(volunteer.vetting)[0])


def check_over_by(day: date) -> date:
    return day - CHECK_LASTS


def _with_household() -> Select[Assignment]:
    return select(Assignment).options(
        joinedload(Assignment.household), joinedload(Assignment.person), joinedload(Assignment.volunteer)
    )


def rounds_of(viewer: Actor, now: datetime) -> list[Round]:
    """What the viewer is to do, what cannot wait first."""
    own = _with_household().where(assignments_of_watcher(viewer, clock.day_of(now)))
    found = db.session.scalars(own.order_by(Assignment.due_on, Assignment.id)).all()
    return sorted(_rounds(found, now), key=lambda each: not each.is_urgent)


def _rounds(assignments: Sequence[Assignment], now: datetime) -> list[Round]:
    """Nobody rests to whose door somebody must go."""
    households = {each.household_id for each in assignments}
    urgent = _urgent(households)
    rest = resting(households - urgent, now)
    return [
        Round(each, each.household_id in urgent, each.household_id in rest, rest.get(each.household_id))
        for each in assignments
    ]


def _urgent(household_ids: set[UUID]) -> set[UUID]:
    """Of these the ones to whose door somebody must go now."""
    at_the_door = (ALERT_IS_OPEN, Alert.rung.in_(AT_THE_DOOR), Alert.household_id.in_(household_ids))
    return set(db.session.scalars(select(Alert.household_id).where(*at_the_door)))


def get_round(assignment_id: UUID, *, viewer: Actor, now: datetime) -> Round:
    """One household of the viewer's own; raises `NotFound` for any other, and when agreement or consent is over."""
    own = assignments_of_watcher(viewer, clock.day_of(now))
    found = db.session.scalars(_with_household().where(Assignment.id == assignment_id, own)).one_or_none()
    if found is None:
        raise NotFound
    return _rounds([found], now)[0]


def get_assignment(assignment_id: UUID, *, viewer: Actor) -> Assignment:
    viewer.require(Permission.NEIGHBOUR_ASSIGN)
    asked = _with_household().where(Assignment.id == assignment_id, assignments_in_scope(viewer))
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound
    return found


def assignments_of_household(household_id: UUID) -> Sequence[Assignment]:
    """For whoever may open the household: those that count first, the newest first."""
    own = _with_household().where(Assignment.household_id == household_id)
    order = (Assignment.state.desc(), Assignment.assigned_at.desc(), Assignment.id)
    return db.session.scalars(own.order_by(*order).limit(SHOWN_AT_MOST)).all()


def open_assignments_of(volunteer: Volunteer) -> Sequence[Assignment]:
    own = _with_household().where(Assignment.volunteer_id == volunteer.id, IS_OPEN)
    return db.session.scalars(own.order_by(Assignment.assigned_at, Assignment.id)).all()


def open_assignments_at(household_id: UUID) -> Sequence[Assignment]:
    return db.session.scalars(select(Assignment).where(Assignment.household_id == household_id, IS_OPEN)).all()


def assignments_over_by(day: date) -> Sequence[Assignment]:
    return db.session.scalars(select(Assignment).where(IS_OPEN, Assignment.until_on < day)).all()


def hearers_at(household_id: UUID) -> list[User]:
    """Who hears of a household: whoever accompanies it, else those who find somebody for it."""
    found = open_case_of_household(household_id)
    return [found.coordinator] if found else users_who_may(Permission.APPLICATION_PAIR)


def is_left_alone(assignment: Assignment) -> bool:
    """Whether nobody looks after the household since, though its care goes on."""
    household_id = assignment.household_id
    return open_case_of_household(household_id) is not None and not open_assignments_at(household_id)


def reports_of_household(household_id: UUID, *, limit: int = SHOWN_AT_MOST) -> Sequence[NeighbourReport]:
    """For whoever may open the household, the newest first."""
    told = select(NeighbourReport).where(NeighbourReport.household_id == household_id)
    return db.session.scalars(told.order_by(NeighbourReport.at.desc(), NeighbourReport.id.desc()).limit(limit)).all()


def last_report_of(assignment: Assignment) -> NeighbourReport | None:
    told = select(NeighbourReport).where(NeighbourReport.assignment_id == assignment.id)
    return db.session.scalars(told.order_by(NeighbourReport.at.desc(), NeighbourReport.id.desc()).limit(1)).first()


def last_well_of(assignment: Assignment) -> NeighbourReport | None:
    told = select(NeighbourReport).where(NeighbourReport.assignment_id == assignment.id)
    well = told.where(NeighbourReport.found == Found.WELL).order_by(NeighbourReport.at.desc()).limit(1)
    return db.session.scalars(well).first()


def get_report(report_id: UUID, *, viewer: Actor) -> NeighbourReport:
    viewer.require(Permission.NEIGHBOUR_ASSIGN)
    asked = select(NeighbourReport).where(NeighbourReport.id == report_id, reports_in_scope(viewer))
    found = db.session.scalars(asked.options(joinedload(NeighbourReport.assignment))).one_or_none()
    if found is None:
        raise NotFound
    return found


def worries_told_by(finder: Actor) -> Sequence[Worry]:
    """Of whom a finder told, under this agreement or an earlier one, and at the doors of surveys; the newest first."""
    own = select(Volunteer.id).where(Volunteer.user_id == finder.user_id)
    findings = select(Finding.worry_id).where(Finding.volunteer_id.in_(own))
    doors = select(SurveyDoor.worry_id).where(SurveyDoor.last_by_id == finder.user_id)
    told = select(Worry).where(Worry.id.in_(findings) | Worry.id.in_(doors))
    return db.session.scalars(told.order_by(Worry.reported_at.desc(), Worry.id.desc()).limit(SHOWN_AT_MOST)).all()


def walked_surveys(viewer: Actor) -> list[tuple[Survey, tuple[str, ...]]]:
    """Surveys under way whose doors the viewer knocks at, and in which dongs."""
    walked = select(Survey).where(surveys_in_scope(viewer), Survey.state == SurveyState.UNDER_WAY)
    found = db.session.scalars(walked.order_by(Survey.ends_on, Survey.id))
    return [(survey, walked_dongs(survey, viewer)) for survey in found]


def neighbours_at(household_id: UUID, day: date) -> list[Neighbour]:
    """Who may be asked to the door: whoever goes there; who telephones does not know where it is."""
    standing = select(Volunteer, User).join(Assignment, Assignment.volunteer_id == Volunteer.id)
    standing = standing.join(User, User.id == Volunteer.user_id).where(User.disabled_at.is_(None))
    goes_there = (Assignment.household_id == household_id, Assignment.reach == Reach.DOOR, is_standing(day))
    standing = standing.where(*goes_there).order_by(Assignment.assigned_at)
    return [Neighbour(user, volunteer.phone) for volunteer, user in db.session.execute(standing)]


def traces() -> Iterator[Trace]:
    """What volunteers are known by."""
    for row in db.session.execute(select(Volunteer.user_id, Volunteer.name, Volunteer.phone)):
        yield Trace(*row)


class FoundOutside(NamedTuple):
    """What finders told of in a year beside surveys; `found` are households that nobody knew, `in_care` of these."""

    told: int
    found: int
    in_care: int


_WAS_KNOWN = exists().where(CareCase.household_id == Application.household_id, CareCase.opened_at < Worry.reported_at)
FOUND_OUTSIDE = Worry.application_id.is_not(None) & ~_WAS_KNOWN
"""SQL on the worry of a `Finding` and the application that followed: a household that nobody knew."""


def found_outside(year: int) -> FoundOutside:
    """A household counts as found that applied after a finder had told of it and was not in care before."""
    is_in_care = exists().where(CareCase.application_id == Worry.application_id)
    figures = (func.count(), *(func.count(case((told, 1))) for told in (FOUND_OUTSIDE, FOUND_OUTSIDE & is_in_care)))
    of_year = select(*figures).select_from(Finding).join(Finding.worry)
    of_year = of_year.outerjoin(Application, Application.id == Worry.application_id)
    begin, end = (clock.day_bounds(date(each, 1, 1))[0] for each in (year, year + 1))
    counted = of_year.where(Finding.told_at >= begin, Finding.told_at < end)
    return FoundOutside._make(db.session.execute(counted).one())
