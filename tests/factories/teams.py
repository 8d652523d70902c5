"""Volunteers who may work, households in their charge, and what they tell."""

from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.core.actors import Actor
from portal.core.permissions import roles_with
from portal.extensions import db
from portal.monitoring.teams.actions import Charge, Newcomer, assign, begin, change_vetting, take_in, tell_report
from portal.monitoring.teams.models import Assignment, NeighbourReport, Volunteer
from portal.monitoring.teams.rules import Vetting
from portal.monitoring.teams.states import Found, Often, Reach, Team
from portal.residents.consents.actions import agree_again
from portal.residents.consents.queries import has_consent
from portal.residents.consents.states import ConsentKind
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_paired

_numbers = count(1)
UNTIL = TODAY + timedelta(days=200)


def make_vetting(today: date = TODAY, **days: date | None) -> Vetting:
    """All that it takes, for the next half year."""
    early = today - timedelta(days=20)
    vetted = {"trained_on": early, "checked_on": early, "signed_on": early, "from_on": early}
    return Vetting(**({**vetted, "until_on": today + timedelta(days=200)} | days))


def make_newcomer(team: Team = Team.WATCHERS, *, now: datetime = NOW) -> Volunteer:
    """Somebody who is to be trained and checked."""
    number = next(_numbers)
    newcomer = Newcomer(team, "최이웃", f"volunteer-{number}@example.kr", f"+82107000{number:04}")
    return take_in(newcomer, actor=OFFICE, now=now)


def make_volunteer(team: Team = Team.WATCHERS, *, now: datetime = NOW, today: date = TODAY) -> Volunteer:
    """At work, with an account."""
    volunteer = make_newcomer(team, now=now)
    (role,) = roles_with(team.permission)
    make_staff(role, email=volunteer.email, name=volunteer.name)
    change_vetting(volunteer, make_vetting(today), actor=OFFICE, now=now)
    begin(volunteer, actor=OFFICE, now=now)
    return volunteer


def id_of(volunteer: Volunteer) -> UUID:
    assert volunteer.user_id is not None
    return volunteer.user_id


def account_of(volunteer: Volunteer) -> Actor:
    return db.session.get_one(User, id_of(volunteer)).actor


def make_charge(volunteer: Volunteer, *, reach: Reach = Reach.DOOR, until_on: date = UNTIL) -> Charge:
    return Charge(
        volunteer_id=volunteer.id, reach=reach, often=Often.WEEKLY, what="문을 두드려 안부를 여쭙기", until_on=until_on
    )


def make_agreeing(case: CareCase, *, now: datetime = NOW) -> CareCase:
    """Whose person agrees to be looked after by a neighbour."""
    if not has_consent(case.person_id, ConsentKind.NEIGHBOUR):
        agree_again(case.person, ConsentKind.NEIGHBOUR, actor=OFFICE, now=now)
    return case


def make_assignment(
    volunteer: Volunteer | None = None,
    case: CareCase | None = None,
    *,
    reach: Reach = Reach.DOOR,
    now: datetime = NOW,
) -> Assignment:
    volunteer, case = volunteer or make_volunteer(now=now), make_agreeing(case or make_paired(), now=now)
    return assign(case.household_id, make_charge(volunteer, reach=reach), actor=OFFICE, now=now)


def make_report(
    assignment: Assignment | None = None, found: Found = Found.NEEDS_HELP, note: str = "", *, now: datetime = NOW
) -> NeighbourReport:
    assignment = assignment or make_assignment()
    return tell_report(assignment, found, note, actor=account_of(assignment.volunteer), now=now)
