"""Plans surveys, brings addresses along, and keeps what was found at each door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.sql import ColumnElement

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.audit import actions as audit
from portal.audit.steps import take
from portal.core import clock
from portal.core.actors import Actor
from portal.core.dongs import dong
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.db.expiring import Expiring
from portal.extensions import current_settings, db
from portal.monitoring.surveys.importing import Listed
from portal.monitoring.surveys.models import (
    DoorAddress,
    Survey,
    SurveyDong,
    SurveyDoor,
    SurveyList,
    SurveyMember,
)
from portal.monitoring.surveys.queries import application_numbered, in_care_at, team_of, teams_of
from portal.monitoring.surveys.rules import Plan, refuse_plan
from portal.monitoring.surveys.scope import is_in_team
from portal.monitoring.surveys.states import (
    DOOR_STATES,
    RESULTS,
    SURVEY_STATES,
    DoorState,
    DoorVerb,
    SurveyState,
    SurveyVerb,
)
from portal.monitoring.worries.actions import report_worry
from portal.monitoring.worries.models import Worry
from portal.residents.applications.models import Application

SUBJECT, DOOR = "survey", "survey_door"
OPEN = (SurveyState.PLANNED, SurveyState.UNDER_WAY)


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
    """Raises `DomainError` where a dong would go in which doors are listed."""
    actor.require(Permission.SURVEY_MANAGE)
    _refuse_over(survey)
    refuse_plan(plan)
    listed = select(SurveyDoor.dong_code).where(SurveyDoor.survey_id == survey.id).distinct()
    lost = set(db.session.scalars(listed)) - set(plan.dong_codes)
    if lost:
        names = ", ".join(sorted(dong(code).short_name for code in lost))
        raise DomainError(N_("조사할 곳이 이미 있는 동은 뺄 수 없습니다: %(names)s"), "dongs", names=names)
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


def join_team(survey: Survey, user_id: UUID, *, actor: Actor, now: datetime) -> SurveyMember:
    """From now on they see where the doors are."""
    actor.require(Permission.SURVEY_MANAGE)
    _refuse_over(survey)
    if user_id not in {user.id for user in those_who_may()}:
        raise DomainError(N_("함께 조사할 수 있는 분을 골라 주십시오."), "user")
    if user_id in {member.user_id for member in team_of(survey)}:
        raise Conflict(N_("이미 함께 조사하는 분입니다."), "user")
    member = SurveyMember(survey_id=survey.id, user_id=user_id, joined_at=now)
    db.session.add(member)
    audit.record("survey.joined", actor=actor, now=now, subject=(SUBJECT, survey.id), user_id=str(user_id))
    db.session.flush()
    return member


def leave_team(survey: Survey, user_id: UUID, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.SURVEY_MANAGE)
    member = next((each for each in team_of(survey) if each.user_id == user_id), None)
    if member is None:
        raise NotFound
    member.left_at = now
    audit.record("survey.left", actor=actor, now=now, subject=(SUBJECT, survey.id), user_id=str(user_id))
    db.session.flush()


def leave_all_teams(user_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Whoever may walk no more sees no addresses any more."""
    actor.require(Permission.SURVEY_MANAGE)
    for member in teams_of(user_id):
        member.left_at = now
        subject = (SUBJECT, member.survey_id)
        audit.record("survey.left", actor=actor, now=now, subject=subject, user_id=str(user_id))
    db.session.flush()


def those_who_may() -> Sequence[User]:
    return users_who_may(Permission.SURVEY_WORK)


def bring_list(survey: Survey, brought: Brought, *, actor: Actor, now: datetime) -> SurveyList:
    """Add the addresses that are not there yet; what came in is kept with its source and its reason."""
    actor.require(Permission.SURVEY_MANAGE)
    _refuse_over(survey)
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
        _list(survey, each, actor, now)
    audit.record("survey.brought", actor=actor, now=now, subject=(SUBJECT, survey.id), added=len(new))
    db.session.flush()
    return kept


def add_door(survey: Survey, listed: Listed, *, actor: Actor, now: datetime) -> SurveyDoor:
    """A door that stood on no list, added as one goes."""
    _refuse_stranger(survey, actor)
    _refuse_over(survey)
    if listed.dong_code not in survey.dong_codes:
        raise DomainError(N_("이 조사의 동을 골라 주십시오."), "dong")
    refuse_resident_number(f"{listed.address} {listed.detail}")
    known = select(DoorAddress.id).where(DoorAddress.survey_id == survey.id, DoorAddress.address_key == listed.key)
    if db.session.scalar(known) is not None:
        raise Conflict(N_("이 조사에 이미 있는 주소입니다."), "address")
    door = _list(survey, listed, actor, now)
    db.session.flush()
    return door


def _list(survey: Survey, listed: Listed, actor: Actor, now: datetime) -> SurveyDoor:
    door = SurveyDoor(survey_id=survey.id, survey=survey, dong_code=listed.dong_code, listed_at=now)
    place = DoorAddress(door=door, survey_id=survey.id, address=listed.address, address_detail=listed.detail)
    db.session.add_all((door, place))
    take(DOOR_STATES, door, DoorVerb.LIST, actor=actor, now=now)
    return door


def record_result(door: SurveyDoor, verb: DoorVerb, note: str = "", *, actor: Actor, now: datetime) -> SurveyDoor:
    """What was found at the door; the words stay beside the address and go with it."""
    _refuse_stranger(door.survey, actor)
    if door.survey.state is not SurveyState.UNDER_WAY:
        raise Conflict(N_("진행 중인 조사가 아닙니다."))
    if verb not in RESULTS:
        raise DomainError(N_("찾아가 보니 어땠는지 골라 주십시오."), "verb")
    take(DOOR_STATES, door, verb, actor=actor, now=now)
    door.tries += 1
    door.last_tried_at, door.last_by_id = now, actor.user_id
    if door.place is not None:
        if note:
            door.place.note = note
        needs_help = door.state is DoorState.NEEDS_HELP
        door.was_known = needs_help and bool(in_care_at([door.place.address_key]))
    db.session.flush()
    return door


def look_again(door: SurveyDoor, *, actor: Actor, now: datetime) -> SurveyDoor:
    """What was written there was wrong; where an application or a word about it followed, it stays."""
    _refuse_stranger(door.survey, actor)
    if door.application_id or door.worry_id:
        raise Conflict(N_("이미 신청이나 걱정 소식으로 이어진 곳입니다."))
    take(DOOR_STATES, door, DoorVerb.LOOK_AGAIN, actor=actor, now=now)
    door.was_known = False
    db.session.flush()
    return door


def lead_to_application(door: SurveyDoor, number: str, *, actor: Actor, now: datetime) -> Application:
    """The household applied, with its consents."""
    _refuse_not_in_need(door, actor)
    application = application_numbered(number)
    if application is None:
        raise DomainError(N_("이 번호의 신청이 없습니다. 번호를 다시 확인해 주십시오."), "application_number")
    door.application_id = application.id
    audit.record("survey_door.led", actor=actor, now=now, subject=(DOOR, door.id), application=application.number)
    db.session.flush()
    return application


def tell_worry(door: SurveyDoor, what: str, *, actor: Actor, now: datetime) -> Worry:
    """Who lives there agreed to nothing: a word about the address and what was seen, without a name."""
    _refuse_not_in_need(door, actor)
    place = door.place
    if place is None:
        raise NotFound
    worry = report_worry(
        dong_code=door.dong_code,
        whereabouts=f"{place.address} {place.address_detail}".strip()[:200],
        what=what,
        reporter_name="",
        reporter_phone="",
        now=now,
    )
    door.worry_id = worry.id
    audit.record("survey_door.told", actor=actor, now=now, subject=(DOOR, door.id))
    db.session.flush()
    return worry


def _refuse_not_in_need(door: SurveyDoor, actor: Actor) -> None:
    _refuse_stranger(door.survey, actor)
    if door.state is not DoorState.NEEDS_HELP:
        raise Conflict(N_("도움이 필요하다고 적은 곳에서만 할 수 있습니다."))
    if door.application_id or door.worry_id:
        raise Conflict(N_("이미 신청이나 걱정 소식으로 이어진 곳입니다."))


def _refuse_stranger(survey: Survey, actor: Actor) -> None:
    actor.require(Permission.SURVEY_WORK)
    if not is_in_team(survey.id, actor):
        raise NotFound


def _refuse_over(survey: Survey) -> None:
    if survey.state not in OPEN:
        raise Conflict(N_("이미 끝난 조사입니다."))


def _is_over(now: datetime) -> ColumnElement[bool]:
    """After the survey was closed, or should have been: an end that nobody wrote down keeps no address longer."""
    kept = timedelta(days=current_settings().target.survey_kept_days)
    over = select(Survey.id).where(or_(Survey.closed_at <= now - kept, Survey.ends_on < clock.day_of(now - kept)))
    return DoorAddress.survey_id.in_(over)


ADDRESSES = Expiring(DoorAddress, _is_over)
