"""Every form of the portal, found by walking the package, and how to build those that are about something."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from types import SimpleNamespace
from typing import Any

import pytest
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, Form, FormField

import portal
from portal.benefits.programmes.forms import EditionForm, edition_form
from portal.benefits.settlement.forms import DownloadForm
from portal.benefits.settlement.states import FileKind
from portal.consortium.capacity import weeks
from portal.consortium.capacity.forms import WeekForm, week_form
from portal.consortium.capacity.rules import monday_of
from portal.consortium.catalogue.forms import ServiceForm
from portal.consortium.consulting.forms import QuestionForm
from portal.consortium.meetings.attendance_forms import attendance_form
from portal.coordinators.mycare.forms import MoveForm
from portal.coordinators.visits.forms import CancelForm, NamingForm, RecordForm
from portal.core import clock
from portal.core.ids import new_id
from portal.monitoring.devices.forms import DeviceStepForm, OrderForm
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.states import DeviceState
from portal.monitoring.signals.forms import BringForm
from portal.monitoring.surveys.forms import LedForm, NewDoorForm, SurveyDongsForm, TeamForm
from portal.monitoring.surveys.models import Survey, SurveyDong
from portal.monitoring.teams.forms import ChargeForm, FindingForm
from portal.monitoring.worries.forms import GiveForm, HandleForm
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WorryState
from portal.privacy.emergency.forms import EmergencyReviewForm
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.emergency.states import EmergencyState
from portal.privacy.incidents.forms import LeakForm
from portal.privacy.requests.forms import ReplyForm
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.states import RightsKind, StopWhat
from portal.residents.applications.forms import confirm_form
from portal.residents.consents.states import ConsentKind
from portal.workforce.training.forms import CourseForm, EnrolForm
from portal.workforce.workers.forms import WorkerForm
from tests.factories.consortium import MANGWON, make_organisation, make_pattern, make_service
from tests.factories.meetings import make_meeting, make_office
from tests.factories.programmes import make_edition
from tests.integration.web.training_forms import OF_TRAINING


def walk(kind: type[Form]) -> Iterator[type[Form]]:
    for child in kind.__subclasses__():
        yield child
        yield from walk(child)


def form_classes() -> list[type[Form]]:
    """The form classes that stand in modules of the portal; those made while it runs are in `PREPARED`."""
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if not module.name.endswith(".wsgi"):
            importlib.import_module(module.name)
    found = {kind for kind in walk(FlaskForm) if kind.__module__.startswith("portal.")}
    made = {kind for kind in found if "<locals>" in kind.__qualname__ or kind.__name__.endswith("OfTheCatalogue")}
    return sorted(found - made, key=lambda kind: (kind.__module__, kind.__qualname__))


Build = Callable[[], Form]


def of_a_visit() -> Build:
    steps: Any = [SimpleNamespace(name=f"단계 {number}", required=bool(number)) for number in range(2)]
    workers = [(str(new_id()), "오세라")]
    return lambda: RecordForm(steps, unit="회", workers=workers)


def of_whom_to_send() -> Build:
    workers = [(str(new_id()), "오세라")]
    return lambda: NamingForm(workers)


def of_a_worker() -> Build:
    services = [make_service()]
    return lambda: WorkerForm(services)


def of_a_week() -> Build:
    organisation, service, now = make_organisation(), make_service(), clock.now()
    make_pattern(service, organisation, valid_from=clock.day_of(now), now=now)
    week = weeks.week_of(organisation, monday_of(clock.day_of(now)) + timedelta(days=7), now=now)
    return lambda: week_form(week, now)


def of_a_service() -> Build:
    service = make_service()
    return lambda: ServiceForm(service)


def of_an_edition() -> Build:
    edition, service = make_edition(), make_service()
    return lambda: edition_form(edition, [service])


def of_a_download() -> Build:
    def build() -> Form:
        form = DownloadForm()
        form.offer(FileKind)
        return form

    return build


def of_an_emergency() -> Build:
    def build() -> Form:
        form = EmergencyReviewForm()
        form.offer_verbs(EmergencyAccess(state=EmergencyState.WAITING))
        return form

    return build


def of_a_device() -> Build:
    def build() -> Form:
        form = DeviceStepForm()
        form.offer_verbs(Device(state=DeviceState.IN_USE))
        return form

    return build


def offering_suppliers(kind: type[OrderForm] | type[BringForm]) -> Build:
    def build() -> Form:
        form = kind()
        form.offer_suppliers([DeviceSupplier(id=new_id(), name="한빛 안심", kinds=["plug"])])
        return form

    return build


def of_a_leak() -> Build:
    def build() -> Form:
        form = LeakForm()
        form.offer_accounts()
        return form

    return build


def of_a_reply() -> Build:
    def build() -> Form:
        form = ReplyForm()
        form.offer(RightsRequest(kind=RightsKind.STOP, stops=[StopWhat.PUBLICITY.value]))
        return form

    return build


def of_a_worry() -> Build:
    def build() -> Form:
        form = HandleForm()
        form.offer_verbs(Worry(state=WorryState.REPORTED))
        return form

    return build


def of_who_was_there() -> Build:
    office = make_office()
    meeting = make_meeting(office)
    return lambda: attendance_form(meeting)


def of_a_door() -> Build:
    survey = Survey(dongs=[SurveyDong(dong_code=MANGWON)])

    def build() -> Form:
        form = NewDoorForm()
        form.offer(survey.dong_codes)
        return form

    return build


def of_walked_dongs() -> Build:
    survey = Survey(dongs=[SurveyDong(dong_code=MANGWON)])

    def build() -> Form:
        form = SurveyDongsForm()
        form.offer(survey)
        return form

    return build


def of_a_finding() -> Build:
    def build() -> Form:
        form = FindingForm()
        form.offer_dongs()
        return form

    return build


def offering_nobody(kind: type[TeamForm] | type[LedForm] | type[GiveForm] | type[ChargeForm]) -> Build:
    def build() -> Form:
        form = kind()
        form.offer([])
        return form

    return build


PREPARED: dict[str, Callable[[], Build]] = {
    "RecordForm": of_a_visit,
    "NamingForm": of_whom_to_send,
    "WorkerForm": of_a_worker,
    **OF_TRAINING,
    "ServiceForm": of_a_service,
    "WeekForm": of_a_week,
    "EditionForm": of_an_edition,
    "DownloadForm": of_a_download,
    "EmergencyReviewForm": of_an_emergency,
    "DeviceStepForm": of_a_device,
    "OrderForm": lambda: offering_suppliers(OrderForm),
    "BringForm": lambda: offering_suppliers(BringForm),
    "LeakForm": of_a_leak,
    "HandleForm": of_a_worry,
    "ReplyForm": of_a_reply,
    "NewDoorForm": of_a_door,
    "SurveyDongsForm": of_walked_dongs,
    "TeamForm": lambda: offering_nobody(TeamForm),
    "LedForm": lambda: offering_nobody(LedForm),
    "ChargeForm": lambda: offering_nobody(ChargeForm),
    "FindingForm": of_a_finding,
    "GiveForm": lambda: offering_nobody(GiveForm),
    "attendance_form": of_who_was_there,
    "CancelForm of a visit": lambda: lambda: CancelForm(chosen=None),
    "MoveForm": lambda: lambda: MoveForm([]),
    "confirm_form": lambda: lambda: confirm_form({kind: kind.value for kind in ConsentKind}),
}
"""The forms that need something to be about, or are made anew for what they are about."""

BY_HAND = {
    NewDoorForm,
    SurveyDongsForm,
    TeamForm,
    LedForm,
    GiveForm,
    BringForm,
    DeviceStepForm,
    OrderForm,
    DownloadForm,
    EmergencyReviewForm,
    HandleForm,
    LeakForm,
    ReplyForm,
    RecordForm,
    NamingForm,
    WorkerForm,
    CourseForm,
    EnrolForm,
    QuestionForm,
    CancelForm,
    ServiceForm,
    MoveForm,
    WeekForm,
    EditionForm,
}
CLASSES = [kind for kind in form_classes() if kind not in BY_HAND]


def prepared() -> list[Any]:
    plain = [pytest.param(lambda kind=kind: kind, id=f"{kind.__module__}.{kind.__name__}") for kind in CLASSES]
    return [*plain, *(pytest.param(prepare, id=name) for name, prepare in PREPARED.items())]


def leaves(form: Any) -> Iterator[Field]:
    """The fields that hold a value, also those in rows."""
    for field in form:
        if isinstance(field, FieldList):
            yield from chain.from_iterable(leaves(entry) for entry in field.entries)
        elif isinstance(field, FormField):
            yield from leaves(field.form)
        elif field.name not in ("csrf_token", "form_key", "whose"):
            yield field
