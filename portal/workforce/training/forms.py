"""The shape of what is written down about courses, sessions, who takes part and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField
from wtforms.validators import Length, NumberRange, Optional

from portal.accounts.models import User
from portal.consortium.catalogue.models import Service
from portal.core.clock import SEOUL, at
from portal.web.day_fields import ClockField, DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _
from portal.workforce.training.actions import CourseDetails, Result, SessionDetails
from portal.workforce.training.models import TrainingCourse, TrainingEnrolment, TrainingSession
from portal.workforce.workers.models import Worker

LONGEST_COURSE, LONGEST_VALID, MOST_PLACES = 200, 120, 500
CAME, MISSED = "came", "missed"


class CourseForm(EditingForm):
    name = TextField(_("과정 이름"), [Required(_("과정 이름을 적어 주십시오.")), Length(max=100)])
    about = LinesField(_("배우는 것"), [Optional(), Length(max=2_000)], render_kw={"rows": 4})
    hours = NumberField(_("교육 시간"), [Required(), NumberRange(min=1, max=LONGEST_COURSE)])
    valid_months = NumberField(_("유효기간"), [Optional(), NumberRange(min=1, max=LONGEST_VALID)])
    pass_score = NumberField(_("이수 기준 점수"), [Optional(), NumberRange(min=1, max=100)])
    of_all_workers = BooleanField(_("모든 종사자에게 필수"))
    service_ids = ChecksField(_("이 서비스를 하는 종사자에게 필수"))
    of_coordinators = BooleanField(_("돌봄코디네이터에게 필수"))
    is_open = BooleanField(_("지금 운영하는 과정"), default=True)

    def __init__(self, services: Sequence[Service], course: TrainingCourse | None = None, **kwargs: Any) -> None:
        super().__init__(obj=course, **kwargs)
        self.service_ids.choices = [(str(service.id), service.name) for service in services]

    @property
    def details(self) -> CourseDetails:
        return CourseDetails(
            name=self.name.data,
            about=self.about.data or "",
            hours=self.hours.data,
            valid_months=self.valid_months.data,
            pass_score=self.pass_score.data,
            of_all_workers=self.of_all_workers.data,
            of_coordinators=self.of_coordinators.data,
            service_ids=[UUID(chosen) for chosen in self.service_ids.data or ()],
            is_open=self.is_open.data,
        )


class SessionForm(EditingForm):
    """When and where; times are those of Seoul."""

    day = DayField(_("날짜"), [Required()])
    starts_at = ClockField(_("시작 시각"), [Required()])
    ends_at = ClockField(_("마치는 시각"), [Required()])
    place = TextField(_("장소"), [Required(), Length(max=100)])
    teacher = TextField(_("강사"), [Required(), Length(max=100)])
    places = NumberField(_("자리"), [Required(), NumberRange(min=1, max=MOST_PLACES)])

    def details(self) -> SessionDetails:
        return SessionDetails(
            starts_at=at(self.day.data, self.starts_at.data),
            ends_at=at(self.day.data, self.ends_at.data),
            place=self.place.data,
            teacher=self.teacher.data,
            places=self.places.data,
        )


def session_values(session: TrainingSession) -> dict[str, Any]:
    """What a form says of `session`."""
    starts, ends = session.starts_at.astimezone(SEOUL), session.ends_at.astimezone(SEOUL)
    told = {name: getattr(session, name) for name in ("place", "teacher", "places")}
    return {"day": starts.date(), "starts_at": starts.time(), "ends_at": ends.time(), **told}


class EnrolForm(PortalForm):
    learners = ChecksField(_("참가할 사람"), [Required(_("참가할 사람을 한 명 이상 골라 주십시오."))])

    def offer(self, workers: Sequence[Worker], people: Sequence[User], *, with_member: bool) -> None:
        """Workers first; the office reads of which member they are."""
        self.worker_ids = {str(each.id) for each in workers}
        named = [(str(each.id), _named(each) if with_member else each.name) for each in workers]
        accounts = [(str(each.id), gettext("%(name)s (돌봄코디네이터)", name=each.name)) for each in people]
        self.learners.choices = [*named, *accounts]

    @property
    def chosen(self) -> tuple[list[UUID], list[UUID]]:
        """Workers, and whoever has an account."""
        ids = self.learners.data or []
        return (
            [UUID(each) for each in ids if each in self.worker_ids],
            [UUID(each) for each in ids if each not in self.worker_ids],
        )


def _named(worker: Worker) -> str:
    return f"{worker.name} ({worker.organisation.short_name})"


class RevokeForm(PortalForm):
    reason = TextField(_("까닭"), [Required(_("취소하는 까닭을 적어 주십시오.")), Length(max=200)])


class CertificateForm(PortalForm):
    number = TextField(
        _("수료증 번호"),
        [Required(_("수료증 번호를 적어 주십시오.")), Length(max=30)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )


def results_form(enrolments: Sequence[TrainingEnrolment], *, has_test: bool) -> PortalForm:
    """Of each who was to take part: whether they came, and the score; who is left out stays open."""
    fields: dict[str, Any] = {}
    for each in enrolments:
        came = [choice(CAME, _("왔음")), choice(MISSED, _("오지 않음"))]
        fields[f"came_{each.id.hex}"] = RadioField(each.learner_name, [Optional()], choices=came)
        if has_test:
            words = _("%(name)s 님의 점수", name=each.learner_name)
            fields[f"score_{each.id.hex}"] = NumberField(words, [Optional(), NumberRange(max=100)])
    form: PortalForm = type("ResultsForm", (PortalForm,), fields)()
    return form


def results_in(form: PortalForm, enrolments: Sequence[TrainingEnrolment]) -> Mapping[UUID, Result]:
    found = {}
    for each in enrolments:
        came, score = form.data.get(f"came_{each.id.hex}"), form.data.get(f"score_{each.id.hex}")
        if came:
            found[each.id] = Result(came == CAME, score)
    return found
