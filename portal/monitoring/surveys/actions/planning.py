"""Plans surveys, brings addresses along, and says when they go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.sql import ColumnElement

from portal.audit import actions as audit
from portal.audit.steps import take
from portal.core import clock
from portal.core.actors import Actor
from portal.core.dongs import dong
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.expiring import Expiring
from portal.extensions import current_settings, db
from portal.monitoring.surveys.actions.standing import OPEN, SUBJECT, refuse_over
from portal.monitoring.surveys.actions.walking import list_door
from portal.monitoring.surveys.importing import Listed
from portal.monitoring.surveys.models import DoorAddress, Survey, SurveyDong, SurveyDoor, SurveyList, SurveyMember
from portal.monitoring.surveys.queries import team_of
from portal.monitoring.surveys.rules import Plan, refuse_plan
from portal.monitoring.surveys.states import SURVEY_STATES, SurveyVerb


@dataclass(frozen=True, slots=True)
class Brought:
    """A list of addresses, from where it came and by which right it is used."""

    listed: Sequence[Listed]
    source: str
    why: str


def plan_survey(plan: Plan, *, actor: Actor, now: datetime) -> Survey:
    """Whoever plans it is the first of the team."""
    actor.require(Permission.SURVEY_MANAGE)
    refuse_plan(plan)
    survey = Survey(planned_at=now)
    _write(survey, plan)
    db.session.add(survey)
    take(SURVEY_STATES, survey, SurveyVerb.PLAN, actor=actor, now=now)
    db.session.flush()
    if actor.user_id is not None:
        db.session.add(SurveyMember(survey_id=survey.id, user_id=actor.user_id, joined_at=now))
        db.session.flush()
    return survey


def change_survey(survey: Survey, plan: Plan, *, actor: Actor, now: datetime) -> Survey:
    """Raises `DomainError` where a dong would go in which doors are listed, or which is in somebody's charge."""
    actor.require(Permission.SURVEY_MANAGE)
    refuse_over(survey)
    refuse_plan(plan)
    listed = select(SurveyDoor.dong_code).where(SurveyDoor.survey_id == survey.id).distinct()
    lost = set(db.session.scalars(listed)) - set(plan.dong_codes)
    if lost:
        names = ", ".join(sorted(dong(code).short_name for code in lost))
        raise DomainError(N_("조사할 곳이 이미 있는 동은 뺄 수 없습니다: %(names)s"), "dongs", names=names)
    charged = {each.dong_code for member in team_of(survey) for each in member.dongs} - set(plan.dong_codes)
    if charged:
        names = ", ".join(sorted(dong(code).short_name for code in charged))
        raise DomainError(
            N_("누가 맡은 동은 뺄 수 없습니다. 먼저 맡은 동을 고쳐 주십시오: %(names)s"), "dongs", names=names
        )
    _write(survey, plan)
    audit.record("survey.changed", actor=actor, now=now, subject=(SUBJECT, survey.id))
    db.session.flush()
    return survey


def _write(survey: Survey, plan: Plan) -> None:
    survey.title, survey.whom, survey.why = plan.title, plan.whom, plan.why
    survey.starts_on, survey.ends_on = plan.starts_on, plan.ends_on
    there = {each.dong_code: each for each in survey.dongs}
    survey.dongs = [there.get(code) or SurveyDong(dong_code=dong(code).code) for code in plan.dong_codes]


def step_survey(survey: Survey, verb: SurveyVerb, *, actor: Actor, now: datetime) -> Survey:
    """Start it, finish it or call it off; once it is over its addresses go after their time."""
    actor.require(Permission.SURVEY_MANAGE)
    take(SURVEY_STATES, survey, verb, actor=actor, now=now)
    if survey.state not in OPEN:
        survey.closed_at = now
    db.session.flush()
    return survey


def bring_list(survey: Survey, brought: Brought, *, actor: Actor, now: datetime) -> SurveyList:
    """Add the addresses that are not there yet; what came in is kept with its source and its reason."""
    actor.require(Permission.SURVEY_MANAGE)
    refuse_over(survey)
    if survey.ends_on < _kept_from(now):
        raise Conflict(N_("끝나는 날이 오래 지나 주소를 없애고 있습니다. 끝나는 날을 먼저 고쳐 주십시오."))
    if actor.user_id is None:
        raise Conflict(N_("로그인한 사람만 할 수 있습니다."))
    there = set(db.session.scalars(select(DoorAddress.address_key).where(DoorAddress.survey_id == survey.id)))
    new = [each for each in brought.listed if each.key not in there]
    kept = SurveyList(
        survey_id=survey.id,
        source=brought.source,
        why=brought.why,
        added=len(new),
        brought_at=now,
        brought_by_id=actor.user_id,
    )
    db.session.add(kept)
    for each in new:
        list_door(survey, each, actor, now)
    audit.record("survey.brought", actor=actor, now=now, subject=(SUBJECT, survey.id), added=len(new))
    db.session.flush()
    return kept


def _kept_from(now: datetime) -> date:
    """Surveys whose last day was before this one lose their addresses."""
    return clock.day_of(now - timedelta(days=current_settings().target.survey_kept_days))


def _is_over(now: datetime) -> ColumnElement[bool]:
    """After the survey was closed, or should have been: an end that nobody wrote down keeps no address longer."""
    kept = timedelta(days=current_settings().target.survey_kept_days)
    over = select(Survey.id).where(or_(Survey.closed_at <= now - kept, Survey.ends_on < _kept_from(now)))
    return DoorAddress.survey_id.in_(over)


ADDRESSES = Expiring(DoorAddress, _is_over)
