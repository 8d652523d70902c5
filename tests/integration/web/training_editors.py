"""The forms that change what is kept of courses and of when they are held."""

from collections.abc import Callable
from datetime import timedelta

from portal.consortium.events.forms import EventForm, PresenceForm, ProceedingsForm
from portal.core.permissions import Role
from portal.web.editing import EditingForm
from portal.workforce.training.forms import CourseForm, SessionForm
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_guest
from tests.factories.training import make_course, make_session
from tests.integration.web.editor import Editor

HELD = timedelta(days=14)


def of_a_course() -> Editor:
    at = f"/training/courses/{make_course().id}/edit"
    return Editor(at, make_user(Role.OFFICE).id, {"name": "안전 교육"}, {"hours": "6"}, ("응급 교육", "개인정보 교육"))


def of_a_session() -> Editor:
    at = f"/training/sessions/{make_session(make_course()).id}/edit"
    return Editor(at, make_user(Role.OFFICE).id, {"place": "3층"}, {"places": "9"}, ("4층", "5층"))


def of_an_event() -> Editor:
    at = f"/open-events/{make_event().id}/edit"
    return Editor(at, make_user(Role.OFFICE).id, {"title": "돌봄 포럼"}, {"places": "9"}, ("새 포럼", "열린 강좌"))


def of_proceedings() -> Editor:
    event = make_event()
    event.starts_at, event.ends_at = event.starts_at - HELD, event.ends_at - HELD
    at = f"/open-events/{event.id}/proceedings"
    return Editor(at, make_user(Role.OFFICE).id, {"proceedings": "이야기"}, {}, ("다른 말", "또 다른 말"))


def of_presence() -> Editor:
    event = make_event(places=3)
    one, other, third = (make_guest(event, name) for name in ("가나", "다라", "마바"))
    event.starts_at, event.ends_at = event.starts_at - HELD, event.ends_at - HELD
    at, office = f"/open-events/{event.id}/presence", make_user(Role.OFFICE).id
    pair = (str(other.id), str(third.id))
    return Editor(at, office, {"came": str(one.id)}, {}, pair, words=("다라 (망원동)", "마바 (망원동)"))


TRAINING_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "open event": (EventForm, of_an_event),
    "presence": (PresenceForm, of_presence),
    "proceedings": (ProceedingsForm, of_proceedings),
    "course": (CourseForm, of_a_course),
    "session of a course": (SessionForm, of_a_session),
}
