"""Who sees which surveys, and who sees where their doors are: the team alone, each of them in the dongs they walk."""

from uuid import UUID

from sqlalchemy import ColumnElement, Exists, SQLColumnExpression, exists, false, or_, select, true

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.surveys.models import Survey, SurveyDong, SurveyDoor, SurveyMember, SurveyMemberDong
from portal.residents.applications.models import Application


def surveys_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Survey`: whoever plans surveys sees all, anybody else those that they walk."""
    if viewer.can(Permission.SURVEY_MANAGE):
        return true()
    return _walks(viewer) if viewer.can(Permission.SURVEY_WORK) else false()


def _walks(viewer: Actor) -> ColumnElement[bool]:
    return exists().where(
        SurveyMember.survey_id == Survey.id,
        SurveyMember.user_id == viewer.user_id,
        SurveyMember.left_at.is_(None),
    )


def walked_dongs(survey: Survey, viewer: Actor) -> tuple[str, ...]:
    """In which dongs the viewer sees addresses: those in their charge, else all; none for who is not in the team.

    That somebody plans surveys is not enough.
    """
    if not viewer.can(Permission.SURVEY_WORK):
        return ()
    walked = select(SurveyDong.dong_code).where(SurveyDong.survey_id == survey.id)
    walked = walked.where(_walked_by(viewer.user_id, SurveyDong.survey_id, SurveyDong.dong_code))
    return tuple(db.session.scalars(walked.order_by(SurveyDong.dong_code)))


def doors_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: the same of doors; the condition of every look at an address."""
    if not viewer.can(Permission.SURVEY_WORK):
        return false()
    return _walked_by(viewer.user_id, SurveyDoor.survey_id, SurveyDoor.dong_code)


def counted_for(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: whoever plans surveys reads the figures of all doors, anybody else of those they walk."""
    return true() if viewer.can(Permission.SURVEY_MANAGE) else doors_in_scope(viewer)


def is_walked_by_finder() -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: whoever stood there last still walks there."""
    return _walked_by(SurveyDoor.last_by_id, SurveyDoor.survey_id, SurveyDoor.dong_code)


def is_over() -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: its survey was finished or called off."""
    return SurveyDoor.survey_id.in_(select(Survey.id).where(Survey.closed_at.is_not(None)))


def is_walked() -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: somebody walks there."""
    return _walked(SurveyDoor.survey_id, SurveyDoor.dong_code)


def _walked_by(
    user_id: UUID | SQLColumnExpression[UUID | None] | None,
    survey_id: SQLColumnExpression[UUID],
    dong_code: SQLColumnExpression[str],
) -> ColumnElement[bool]:
    return _walked(survey_id, dong_code).where(SurveyMember.user_id == user_id)


def _walked(survey_id: SQLColumnExpression[UUID], dong_code: SQLColumnExpression[str]) -> Exists:
    charge = exists().where(SurveyMemberDong.member_id == SurveyMember.id)
    here = charge.where(SurveyMemberDong.dong_code == dong_code).correlate(SurveyMember, SurveyDong, SurveyDoor)
    return exists().where(
        SurveyMember.survey_id == survey_id,
        SurveyMember.left_at.is_(None),
        or_(~charge, here),
    )


def entered_by(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Application`: the viewer typed it in."""
    return Application.entered_by_id == viewer.user_id


def found_by(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: the viewer stood there last."""
    return SurveyDoor.last_by_id == viewer.user_id
