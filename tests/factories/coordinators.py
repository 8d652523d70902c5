"""Applications, cases, coordinators and plans as the caseload's tests need them."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from portal.accounts.models import User
from portal.audit.steps import take
from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.actions import pair_household
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.profiles import save_profile
from portal.coordinators.plans.actions import agree_plan, assess, write_plan
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import AgreedBy, Area, HowOften, NeedLevel
from portal.core.actors import Actor
from portal.core.permissions import Role
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import (
    APPLICATION_STATES,
    ApplicationState,
    ApplicationVerb,
    ForWhom,
    Intake,
    Urgency,
)
from portal.residents.households.models import Person
from portal.residents.households.states import Sex
from tests.factories.accounts import make_user
from tests.factories.consortium import MANGWON, NOW, TODAY, make_service
from tests.factories.referrals import make_consents, make_person

OFFICE = Actor(None, "사무국", frozenset({Role.OFFICE}))
_numbers = count(1)


def make_office() -> User:
    return make_user(Role.OFFICE, name="박사무")


def make_coordinator(
    name: str = "한지원",
    *,
    case_limit: int = 20,
    dongs: tuple[str, ...] = (MANGWON,),
    languages: tuple[str, ...] = ("ko",),
    sex: Sex = Sex.FEMALE,
) -> User:
    """A coordinator with a profile."""
    user = make_user(Role.COORDINATOR, name=name)
    save_profile(
        user.id,
        case_limit=case_limit,
        dong_codes=list(dongs),
        languages=list(languages),
        sex=sex,
        phone="+821055550000",
        actor=OFFICE,
        now=NOW,
    )
    return user


def make_application(
    person: Person | None = None, *, urgency: Urgency = Urgency.NORMAL, received_at: datetime = NOW, **values: Any
) -> Application:
    """Received and waiting for a coordinator."""
    if person is None:
        person = make_person()
        make_consents(person)
    state = values.pop("state", ApplicationState.RECEIVED)
    given = {
        "number": f"2026-{next(_numbers) + 500_000:06d}",
        "day_times": ["weekday_morning"],
        "first_contact_due_at": received_at + timedelta(days=1),
    }
    application = Application(
        household_id=person.household_id,
        household=person.household,
        person=person,
        intake=Intake.ONLINE,
        for_whom=ForWhom.SELF,
        urgency=urgency,
        received_at=received_at,
        entered_at=received_at,
        **(given | values),
    )
    db.session.add(application)
    take(APPLICATION_STATES, application, ApplicationVerb.SUBMIT, actor=OFFICE, now=received_at)
    if state is not ApplicationState.RECEIVED:
        application.state, application.decided_at = state, received_at
    db.session.flush()
    return application


def make_referred(manager: User) -> Application:
    """Sent in by a care manager of a dong office."""
    application = make_application(entered_by_id=manager.id)
    application.intake = Intake.DONG_OFFICE
    db.session.flush()
    return application


def make_paired(coordinator: User | None = None, person: Person | None = None, *, now: datetime = NOW) -> CareCase:
    """An application paired as the office pairs it."""
    coordinator = coordinator or make_coordinator()
    application = make_application(person)
    return pair_household(application, coordinator.id, actor=OFFICE, now=now, reason="시험")


def make_assessed(coordinator: User | None = None, *, now: datetime = NOW) -> CareCase:
    case = make_paired(coordinator, now=now)
    levels = dict.fromkeys(Area, NeedLevel.SOME)
    assess(case, levels, "허리가 아프십니다.", is_home_visit=True, actor=case.coordinator.actor, now=now)
    return case


def line_draft(service: Service | None = None, **values: Any) -> LineDraft:
    """Cleaning every other week for three months."""
    given: dict[str, Any] = {
        "need": "청소가 어려움",
        "goal": "깨끗한 집",
        "how_often": HowOften.FORTNIGHTLY,
        "until_on": TODAY + timedelta(days=90),
    }
    service = service or make_service(name="청소")
    return LineDraft(service_id=service.id, **(given | values))


def make_draft(case: CareCase, *lines: LineDraft, ends_on: date = TODAY + timedelta(days=180)) -> CarePlan:
    drafts = lines or (line_draft(),)
    return write_plan(case, drafts, aim="집안일 덜기", ends_on=ends_on, actor=case.coordinator.actor, now=NOW)


def make_agreed(case: CareCase, *lines: LineDraft) -> CarePlan:
    plan = make_draft(case, *lines)
    agree_plan(plan, AgreedBy.IN_PERSON, actor=case.coordinator.actor, now=NOW)
    return plan
