"""Who sees which surveys, and who sees where their doors are: the team alone."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, select, true

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.surveys.models import Survey, SurveyDoor, SurveyMember
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


def is_in_team(survey_id: UUID, viewer: Actor) -> bool:
    """Whether the viewer sees addresses; that somebody plans surveys is not enough."""
    if not viewer.can(Permission.SURVEY_WORK):
        return False
    walked = select(Survey.id).where(Survey.id == survey_id, _walks(viewer))
    return db.session.scalar(walked) is not None


def entered_by(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Application`: the viewer typed it in."""
    return Application.entered_by_id == viewer.user_id


def found_by(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: the viewer stood there last."""
    return SurveyDoor.last_by_id == viewer.user_id
