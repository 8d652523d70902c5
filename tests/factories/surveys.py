"""Surveys with their doors and teams."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.core.permissions import Role
from portal.monitoring.surveys.actions import (
    add_door,
    divide_survey,
    join_team,
    plan_survey,
    record_result,
    step_survey,
)
from portal.monitoring.surveys.importing import Listed
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.rules import Plan
from portal.monitoring.surveys.states import DoorVerb, SurveyVerb
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, TODAY


def make_plan(*dong_codes: str, title: str = "반지하 조사") -> Plan:
    return Plan(
        title=title,
        whom="혼자 사는 50~64세",
        why="여름에 두 분이 홀로 돌아가셨음",
        dong_codes=dong_codes or (MANGWON,),
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=30),
    )


def make_survey(planner: User | None = None, *, under_way: bool = True, dongs: tuple[str, ...] = ()) -> Survey:
    """Planned by one of the office, who walks along."""
    actor = (planner or make_staff()).actor
    survey = plan_survey(make_plan(*dongs), actor=actor, now=NOW)
    return step_survey(survey, SurveyVerb.START, actor=actor, now=NOW) if under_way else survey


def make_walker(survey: Survey, planner: User, name: str = "한지원", *, dongs: Sequence[str] = ()) -> User:
    """A coordinator of the team, who walks these dongs or all."""
    user = make_staff(Role.COORDINATOR, name=name)
    join_team(survey, user.id, actor=planner.actor, now=NOW)
    if dongs:
        divide_survey(survey, user.id, dongs, actor=planner.actor, now=NOW)
    return user


def make_door(
    survey: Survey,
    walker: User,
    address: str = "월드컵로 77",
    detail: str = "반지하 1호",
    *,
    dong_code: str = "",
    now: datetime = NOW,
) -> SurveyDoor:
    return add_door(survey, Listed(dong_code or survey.dong_codes[0], address, detail), actor=walker.actor, now=now)


def make_needing(survey: Survey, walker: User, address: str = "월드컵로 77", *, now: datetime = NOW) -> SurveyDoor:
    """A door at which somebody needs help."""
    door = make_door(survey, walker, address, now=now)
    return record_result(door, DoorVerb.FIND_NEED, actor=walker.actor, now=now)
