"""The forms that change what is kept of surveys."""

from collections.abc import Callable

from portal.core.permissions import Role
from portal.monitoring.surveys.forms import SurveyDongsForm, SurveyPlanForm
from portal.web.editing import EditingForm
from tests.factories.accounts import make_user
from tests.factories.consortium import MANGWON, SEOGYO
from tests.factories.surveys import make_survey
from tests.integration.web.editor import Editor

HAPJEONG = "1144068000"


def of_a_survey() -> Editor:
    user = make_user(Role.OFFICE)
    changes = {"title": "옥탑 조사"}, {"whom": "혼자 사는 청년"}, ("고시원 조사", "쪽방 조사")
    return Editor(f"/surveys/{make_survey(user).id}/edit", user.id, *changes)


def of_walked_dongs() -> Editor:
    user = make_user(Role.OFFICE)
    survey = make_survey(user, dongs=(HAPJEONG, MANGWON, SEOGYO))
    at = f"/surveys/{survey.id}/team/{user.id}/dongs"
    return Editor(at, user.id, {"dongs": MANGWON}, {}, (SEOGYO, HAPJEONG), ("서교동", "합정동"))


SURVEY_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "survey": (SurveyPlanForm, of_a_survey),
    "dongs of a survey": (SurveyDongsForm, of_walked_dongs),
}
