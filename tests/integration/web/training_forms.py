"""How to build the forms of training, consulting and open events that are about something."""

from collections.abc import Callable

from wtforms import Form

from portal.consortium.consulting.forms import QuestionForm
from portal.consortium.events.forms import PresenceForm
from portal.workforce.training.actions import enrol
from portal.workforce.training.forms import CourseForm, EnrolForm, results_form
from tests.factories.consortium import NOW, make_organisation, make_service
from tests.factories.meetings import make_office
from tests.factories.training import make_course, make_session
from tests.factories.workers import make_worker

Build = Callable[[], Form]


def of_a_course() -> Build:
    services = [make_service()]
    return lambda: CourseForm(services)


def of_whom_to_enrol() -> Build:
    def build() -> Form:
        form = EnrolForm()
        form.offer([], [], with_member=False)
        return form

    return build


def of_results() -> Build:
    worker = make_worker(make_organisation().id)
    session = make_session(make_course(pass_score=60))
    enrolments = enrol(session, [worker.id], [], actor=make_office(), now=NOW)
    return lambda: results_form(enrolments, has_test=True)


def of_a_question() -> Build:
    member = make_organisation()

    def build() -> Form:
        form = QuestionForm()
        form.offer([member])
        return form

    return build


def of_who_came() -> Build:
    def build() -> Form:
        form = PresenceForm()
        form.offer([])
        return form

    return build


OF_TRAINING: dict[str, Callable[[], Build]] = {
    "CourseForm": of_a_course,
    "EnrolForm": of_whom_to_enrol,
    "results_form": of_results,
    "QuestionForm": of_a_question,
    "PresenceForm": of_who_came,
}
