"""Reads what belongs to one resident, found by their account and nobody else's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.coordinators.caseload.charge import InCharge, in_charge
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import case_shown_of, open_case_of_household
from portal.coordinators.contacts.queries import contacts_of
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.coordinators.mycare.rules import Course, Facts, course_of
from portal.coordinators.plans.models import Assessment, CarePlan
from portal.coordinators.plans.queries import CurrentPlans, assessments_of, current_plans, first_agreed_at
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import coming_visits, get_visit, past_visits
from portal.coordinators.visits.states import CANCELLED, VisitState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.duty.queries import working
from portal.residents.applications.models import Application
from portal.residents.applications.queries import applications_of_people
from portal.residents.applications.rules import may_be_withdrawn
from portal.residents.applications.states import ApplicationState
from portal.residents.helpers.queries import person_seen_by
from portal.residents.helpers.scope import people_seen_by
from portal.residents.households.models import Person


@dataclass(frozen=True)
class Event:
    """Something that happened, in plain words with their parameters."""

    at: datetime
    words: str
    params: dict[str, str]


@dataclass(frozen=True)
class MyCase:
    """What the home page shows. `application` is the newest; `case` its own, or the household's open one."""

    person: Person
    application: Application
    earlier: Sequence[Application]
    case: CareCase | None
    course: Course
    assessment: Assessment | None
    draft: CarePlan | None
    plan: CarePlan | None
    coming: list[Visit]
    past: list[Visit]
    charge: InCharge | None

    @property
    def applied_again(self) -> Application | None:
        """The newest application where somebody in care sent it: their case is of an earlier one and goes on."""
        return self.application if self.case and self.case.application_id != self.application.id else None

    @property
    def may_wait(self) -> bool:
        """Whether the agreed plan has a service of which no visit is to come: only such a one waits for a place."""
        coming = {visit.referral.service_id for visit in self.coming}
        return self.plan is not None and any(line.service_id not in coming for line in self.plan.lines)

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether the newest application still waits."""
        return may_be_withdrawn(self.application.state)


def own_visit(visit_id: UUID, viewer: Actor) -> Visit:
    """A visit at the household that the viewer sees as their own; raises `NotFound` for any other."""
    person = person_seen_by(viewer)
    visit = get_visit(visit_id, viewer=viewer)
    if person is None or visit.household_id != person.household_id or visit.state is VisitState.MOVED:
        raise NotFound
    return visit


def my_case(viewer: Actor, *, now: datetime) -> MyCase | None:
    """Everything about the newest application; None where there is none."""
    applications = applications_of_people(people_seen_by(viewer)) if viewer.user_id else []
    if not applications:
        return None
    newest = applications[0]
    person = newest.person
    case = case_shown_of(newest)
    charge = in_charge(case, day_of(now)) if case else None
    coming = coming_visits(person.household_id, now=now)
    past = past_visits(person.household_id, now=now)
    plans = current_plans(case) if case else CurrentPlans(None, None)
    talks = assessments_of(case) if case else []
    return MyCase(
        person=person,
        application=newest,
        earlier=applications[1:],
        case=case,
        course=course_of(_facts(newest, case, charge, talks, plans, coming, past)),
        assessment=talks[0] if talks else None,
        draft=plans.draft,
        plan=plans.agreed,
        coming=coming,
        past=past,
        charge=charge,
    )


def _facts(
    application: Application,
    case: CareCase | None,
    charge: InCharge | None,
    talks: Sequence[Assessment],
    plans: CurrentPlans,
    coming: list[Visit],
    past: list[Visit],
) -> Facts:
    if case is None or charge is None:
        return Facts(application.received_at, application.first_contact_due_at)
    served = [visit.starts_at for visit in past if visit.state is VisitState.DONE]
    return Facts(
        received_at=case.application.received_at,
        contact_due_at=case.application.first_contact_due_at,
        case_state=case.state,
        before_hold=case.state_before_hold,
        coordinator=charge.name,
        paired_at=case.opened_at,
        talk_due_on=working().day_by(case.first_visit_due_at, case.opened_at),
        talked_at=talks[-1].assessed_at if talks else None,
        agreed_at=first_agreed_at(plans.agreed) if plans.agreed else None,
        served_at=min(served, default=None),
        closed_at=case.closed_at,
        has_draft=plans.draft is not None,
        next_visit_at=coming[0].starts_at if coming else None,
        next_is_stay=bool(coming) and coming[0].is_stay,
    )


def own_plan(viewer: Actor) -> CarePlan:
    """The draft that waits for agreement, else the agreed plan; raises `NotFound` where there is neither."""
    person = person_seen_by(viewer)
    case = open_case_of_household(person.household_id) if person else None
    plans = current_plans(case) if case else CurrentPlans(None, None)
    plan = plans.draft or plans.agreed
    if plan is None:
        raise NotFound
    return plan


def my_timeline(mine: MyCase) -> list[Event]:
    """What happened so far in plain words, the newest first; of one moment, what followed stands above."""
    applications = (mine.application, *mine.earlier)
    events = [Event(one.received_at, N_("신청을 받았습니다."), {}) for one in applications]
    events.extend(
        Event(one.decided_at, N_("신청을 거두셨습니다."), {})
        for one in applications
        if one.state is ApplicationState.WITHDRAWN and one.decided_at
    )
    if mine.case:
        events.extend(_case_events(mine.case, mine.assessment, mine.plan))
    events.extend(event for visit in mine.past for event in _visit_events(visit))
    return sorted(events, key=lambda event: event.at)[::-1]


def _case_events(case: CareCase, assessment: Assessment | None, plan: CarePlan | None) -> Iterator[Event]:
    name = {"name": case.coordinator.name}
    yield Event(case.opened_at, N_("담당 코디네이터 %(name)s 님이 정해졌습니다."), name)
    if assessment:
        yield Event(assessment.assessed_at, N_("필요한 도움을 함께 살폈습니다."), {})
    if plan and plan.agreed_at:
        yield Event(plan.agreed_at, N_("돌봄 계획에 동의하셨습니다."), {})
    for contact in contacts_of(case):
        missed = contact.outcome is ContactOutcome.NO_ANSWER
        yield Event(contact.at, MISSED if missed else CONTACTED[contact.means], {"name": contact.by_name})
    if case.closed_at:
        yield Event(case.closed_at, N_("돌봄을 마쳤습니다."), {})


MISSED = N_("%(name)s 코디네이터가 연락드렸으나 닿지 않았습니다.")
CONTACTED = {
    ContactMeans.CALL: N_("%(name)s 코디네이터와 통화하셨습니다."),
    ContactMeans.VISIT: N_("%(name)s 코디네이터가 찾아뵈었습니다."),
    ContactMeans.MESSAGE: N_("%(name)s 코디네이터와 문자를 나누셨습니다."),
    ContactMeans.VIDEO: N_("%(name)s 코디네이터와 영상으로 통화하셨습니다."),
    ContactMeans.OTHER: N_("%(name)s 코디네이터와 연락하셨습니다."),
}
VISITED = {
    VisitState.DONE: N_("%(service)s 방문을 마쳤습니다."),
    VisitState.NOBODY_HOME: N_("%(service)s 방문을 갔으나 댁에 계시지 않았습니다."),
    VisitState.PROVIDER_ABSENT: N_("%(service)s 방문을 가지 못했습니다. 죄송합니다."),
}


def _visit_events(visit: Visit) -> Iterator[Event]:
    service = {"service": visit.referral.service.name}
    if visit.state in VISITED:
        yield Event(visit.starts_at, VISITED[visit.state], service)
    elif visit.state in CANCELLED:
        at = visit.referral.ended_at or visit.starts_at
        yield Event(at, N_("%(service)s 방문을 취소했습니다."), service)
