"""Until when something may be added to a survey."""

from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.monitoring.surveys.models import Survey
from portal.monitoring.surveys.states import SurveyState

SUBJECT = "survey"
OPEN = (SurveyState.PLANNED, SurveyState.UNDER_WAY)


def refuse_over(survey: Survey) -> None:
    if survey.state not in OPEN:
        raise Conflict(N_("이미 끝난 조사입니다."))
