"""The forms that change what is kept of courses and of when they are held."""

from collections.abc import Callable

from portal.core.permissions import Role
from portal.web.editing import EditingForm
from portal.workforce.training.forms import CourseForm, SessionForm
from tests.factories.accounts import make_user
from tests.factories.training import make_course, make_session
from tests.integration.web.editor import Editor


def of_a_course() -> Editor:
    at = f"/training/courses/{make_course().id}/edit"
    return Editor(at, make_user(Role.OFFICE).id, {"name": "안전 교육"}, {"hours": "6"}, ("응급 교육", "개인정보 교육"))


def of_a_session() -> Editor:
    at = f"/training/sessions/{make_session(make_course()).id}/edit"
    return Editor(at, make_user(Role.OFFICE).id, {"place": "3층"}, {"places": "9"}, ("4층", "5층"))


TRAINING_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "course": (CourseForm, of_a_course),
    "session of a course": (SessionForm, of_a_session),
}
