"""Who walks a survey, and which of its dongs each of them walks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.audit import actions as audit
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.surveys.actions.standing import SUBJECT, refuse_over
from portal.monitoring.surveys.models import Survey, SurveyMember, SurveyMemberDong
from portal.monitoring.surveys.queries import member_of, team_of, teams_of


def join_team(survey: Survey, user_id: UUID, *, actor: Actor, now: datetime) -> SurveyMember:
    """From now on they see where the doors are."""
    actor.require(Permission.SURVEY_MANAGE)
    refuse_over(survey)
    if user_id not in {user.id for user in those_who_may()}:
        raise DomainError(N_("함께 조사할 수 있는 분을 골라 주십시오."), "user")
    if user_id in {member.user_id for member in team_of(survey)}:
        raise Conflict(N_("이미 함께 조사하는 분입니다."), "user")
    member = SurveyMember(survey_id=survey.id, user_id=user_id, joined_at=now)
    db.session.add(member)
    audit.record("survey.joined", actor=actor, now=now, subject=(SUBJECT, survey.id), user_id=str(user_id))
    db.session.flush()
    return member


def divide_survey(
    survey: Survey, user_id: UUID, dong_codes: Sequence[str], *, actor: Actor, now: datetime
) -> SurveyMember:
    """From now on somebody of the team sees the doors of these dongs alone; of none chosen those of all."""
    actor.require(Permission.SURVEY_MANAGE)
    refuse_over(survey)
    member = member_of(survey, user_id)
    if not set(dong_codes) <= set(survey.dong_codes):
        raise DomainError(N_("이 조사의 동을 골라 주십시오."), "dongs")
    there = {each.dong_code: each for each in member.dongs}
    member.dongs = [there.get(code) or SurveyMemberDong(dong_code=code) for code in sorted(set(dong_codes))]
    told = ",".join(sorted(set(dong_codes)))
    subject = (SUBJECT, survey.id)
    audit.record("survey.divided", actor=actor, now=now, subject=subject, user_id=str(user_id), dongs=told)
    db.session.flush()
    return member


def leave_team(survey: Survey, user_id: UUID, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.SURVEY_MANAGE)
    member_of(survey, user_id).left_at = now
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
