"""What becomes of the teams of surveys when one of them walks no surveys any more."""

from sqlalchemy import select

from portal.core.events import Event, Follow, Happened
from portal.extensions import db
from portal.monitoring.surveys.actions import leave_team, those_who_may
from portal.monitoring.surveys.models import Survey, SurveyMember


def leave_teams(happened: Happened) -> None:
    """Nobody is counted on who cannot come; with an account that is opened again they join anew."""
    if any(user.id == happened.subject_id for user in those_who_may()):
        return
    walked = select(SurveyMember.survey_id).where(
        SurveyMember.user_id == happened.subject_id, SurveyMember.left_at.is_(None)
    )
    for survey in db.session.scalars(select(Survey).where(Survey.id.in_(walked)).order_by(Survey.id)).all():
        leave_team(survey, happened.subject_id, actor=happened.actor, now=happened.now)


FOLLOWS: dict[Event, Follow] = {Event.ACCOUNT_CLOSED: leave_teams, Event.ROLE_REVOKED: leave_teams}
