"""Every form that changes what is kept already: how to open it, and what two people may change on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from portal.accounts.models import User
from portal.benefits.figures.forms import BudgetForm
from portal.benefits.ledger.forms import AdjustForm
from portal.benefits.programmes.forms import EditionForm
from portal.benefits.programmes.rules import ProgrammeRules
from portal.consortium.capacity.forms import PatternForm, WeekForm
from portal.consortium.capacity.rules import monday_of
from portal.consortium.catalogue.forms import ServiceForm
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.charter_forms import CharterForm
from portal.consortium.meetings.forms import AddressForm, DecisionForm, MeetingForm, RecordForm, TaskForm
from portal.consortium.members.forms import AgreementForm, MemberForm
from portal.consortium.partners.forms import PartnerForm
from portal.coordinators.caseload.forms import ProfileForm
from portal.coordinators.plans.forms import PayerForm, PlanForm
from portal.core import clock
from portal.core.editions import EditionState
from portal.core.permissions import Role
from portal.leave.forms import ChangeLeaveForm
from portal.monitoring.devices.forms import SupplierForm
from portal.monitoring.duties.forms import EditionForm as PolicyEditionForm
from portal.monitoring.screening import forms as screening
from portal.monitoring.teams.forms import VettingForm
from portal.monitoring.workplan.actions import ProgressTold, write_progress
from portal.monitoring.workplan.forms import ProgressForm, WorkTaskForm
from portal.monitoring.workplan.states import Light
from portal.privacy.incidents.forms import LeakForm
from portal.web.editing import EditingForm
from tests.factories import coordinators, duties, ledger, programmes
from tests.factories.accounts import make_user
from tests.factories.consortium import (
    make_agreement,
    make_offer,
    make_organisation,
    make_pattern,
    make_service,
)
from tests.factories.devices import make_supplier
from tests.factories.leave import make_leave
from tests.factories.meetings import BEFORE, START, make_held, make_meeting, make_task
from tests.factories.partners import make_partner
from tests.factories.privacy import make_incident
from tests.factories.screening import make_edition_draft
from tests.factories.teams import make_newcomer
from tests.factories.workplan import make_work_task
from tests.integration.web.advice_editors import ADVICE_EDITORS
from tests.integration.web.editor import Editor
from tests.integration.web.fact_editors import FACT_EDITORS
from tests.integration.web.manual_editors import MANUAL_EDITORS
from tests.integration.web.particular_editors import PARTICULAR_EDITORS
from tests.integration.web.support_editors import SUPPORT_EDITORS
from tests.integration.web.survey_editors import SURVEY_EDITORS
from tests.integration.web.training_editors import TRAINING_EDITORS
from tests.integration.web.worker_editors import WORKER_EDITORS


def office() -> User:
    return make_user(Role.OFFICE)


def of_a_leak() -> Editor:
    user = office()
    now = clock.now()
    incident = make_incident(user, now=now, detected_at=now, since=now, until=now)
    changes = {"title": "서버를 잃음"}, {"contact": "상담실"}, ("휴대전화를 잃음", "종이를 잃음")
    return Editor(f"/incidents/{incident.id}/edit", user.id, *changes)


def of_a_questionnaire() -> Editor:
    draft = make_edition_draft(now=clock.now())
    changes = {"high_from": "8"}, {"questions-0-words": "이야기할 사람이 있습니까?"}, ("10", "11")
    return Editor(f"/screenings/editions/{draft.number}/edit", office().id, *changes)


def of_a_work_task() -> Editor:
    user = office()
    at = f"/work-plans/tasks/{make_work_task(user).id}"
    return Editor(at, user.id, {"number": "2"}, {"partners": "주민센터"}, ("3", "4"))


def of_progress() -> Editor:
    user = office()
    task = make_work_task(user, year=clock.day_of(clock.now()).year)
    write_progress(task, 1, ProgressTold(10, Light.GREEN, "시작함"), actor=user.actor, now=clock.now())
    at = f"/work-plans/tasks/{task.id}/quarters/1"
    return Editor(at, user.id, {"done": "11"}, {"words": "잘 되고 있음"}, ("12", "13"))


def of_a_supplier() -> Editor:
    changes = {"hours": "평일 9시~18시"}, {"phone": "1588-4321"}, ("평일 9시~17시", "날마다")
    return Editor(f"/suppliers/{make_supplier().id}/edit", office().id, *changes)


def of_a_volunteer() -> Editor:
    at = f"/volunteers/{make_newcomer(now=clock.now()).id}/vetting"
    one, two, three, four = (str(clock.day_of(clock.now()) - timedelta(days=days)) for days in (1, 2, 3, 4))
    return Editor(at, office().id, {"trained_on": one}, {"checked_on": two}, (three, four))


def of_a_week() -> Editor:
    service, organisation = make_service(), make_organisation()
    make_offer(service, organisation)
    monday = monday_of(clock.day_of(clock.now())) + timedelta(days=7)
    make_pattern(service, organisation, weekday=2, valid_from=monday, now=clock.now(), horizon_days=40)
    first, second = (f"cell_{service.code}_1000_1200_{monday + timedelta(days=day):%Y%m%d}" for day in (2, 4))
    worker = make_user(Role.COOPERATIVE, organisation_id=organisation.id)
    return Editor(f"/capacity/week?week={monday}", worker.id, {first: "3"}, {second: "4"}, ("5", "6"))


def of_a_pattern() -> Editor:
    service, organisation = make_service(), make_organisation()
    pattern = make_pattern(service, organisation, valid_from=clock.day_of(clock.now()), now=clock.now())
    worker = make_user(Role.COOPERATIVE, organisation_id=organisation.id)
    at = f"/capacity/patterns/{pattern.id}/edit"
    return Editor(at, worker.id, {"places": "3"}, {"ends_at": "13:00"}, ("5", "6"))


def of_a_member() -> Editor:
    at = f"/members/{make_organisation().id}/edit"
    return Editor(at, office().id, {"address": "성미산로 1"}, {"email": "new@example.kr"}, ("월드컵로 2", "양화로 3"))


def of_an_agreement() -> Editor:
    organisation = make_organisation(agreed=False)
    at = f"/members/{organisation.id}/agreements/{make_agreement(organisation).id}/edit"
    return Editor(at, office().id, {"purpose": "집안일"}, {"insurance_number": "보험-2"}, ("식사", "목욕"))


def of_a_partner() -> Editor:
    at = f"/partners/{make_partner().id}/edit"
    return Editor(at, office().id, {"address": "성미산로 1"}, {"note": "첫째"}, ("월드컵로 2", "양화로 3"))


def of_a_service() -> Editor:
    at = f"/catalogue/{make_service().code}/edit"
    return Editor(at, office().id, {"summary": "먼저"}, {"included": "닦기\n쓸기"}, ("하나", "둘"))


def of_a_profile() -> Editor:
    at = f"/coordinators/{coordinators.make_coordinator().id}"
    return Editor(at, office().id, {"case_limit": "21"}, {"phone": "02-300-2199"}, ("22", "23"))


def of_a_leave() -> Editor:
    today = clock.day_of(clock.now())
    user, other = coordinators.make_coordinator("한지원"), coordinators.make_coordinator("김하늘")
    leave = make_leave(user, other, now=clock.now(), today=today)
    one, two, three = (str(today + timedelta(days=days)) for days in (4, 5, 6))
    return Editor(f"/leave/{leave.id}", user.id, {"until_on": one}, {"kind": "training"}, (two, three))


def of_a_meeting() -> Editor:
    writer = office()
    at = f"/meetings/{make_meeting(writer.actor).id}/edit"
    return Editor(at, writer.id, {"place": "1층"}, {"host": "울림두레"}, ("2층", "4층"))


def of_a_charter() -> Editor:
    at = "/meetings/kinds/steering"
    return Editor(at, office().id, {"place": "1층"}, {"minutes": "90"}, ("2층", "4층"))


def of_who_was_there() -> Editor:
    writer = office()
    make_user(Role.COORDINATOR)
    meeting = make_meeting(writer.actor)
    first, second = (f"presence_{attendee.id.hex}" for attendee in meeting.attendees[:2])
    words = ("참석", "배석")
    at = f"/meetings/{meeting.id}/attendance"
    return Editor(at, writer.id, {first: "absent"}, {second: "absent"}, ("attended", "observed"), words)


def of_an_address() -> Editor:
    writer = office()
    meeting = make_meeting(writer.actor)
    guest = meetings.add_attendee(
        meeting, "대학교", "", "강전문", actor=writer.actor, now=BEFORE, email="a@example.org"
    )
    at = f"/meetings/{meeting.id}/attendees/{guest.id}/address"
    return Editor(at, writer.id, {"email": "b@example.org"}, {}, ("c@example.org", "d@example.org"))


def of_minutes() -> Editor:
    writer = office()
    item = make_meeting(writer.actor).items[0]
    at = f"/meetings/{item.meeting_id}/items/{item.id}"
    return Editor(at, writer.id, {"discussion": "먼저"}, {"title": "다른 안건"}, ("하나", "둘"))


def of_a_decision() -> Editor:
    writer = office()
    item = make_held(writer.actor).items[0]
    decision = meetings.add_decision(item, meetings.Outcome("정함"), actor=writer.actor, now=START)
    at = f"/meetings/{item.meeting_id}/items/{item.id}/decisions/{decision.id}"
    return Editor(at, writer.id, {"decision": "먼저"}, {"votes_for": "1"}, ("하나", "둘"))


def of_a_task() -> Editor:
    writer = office()
    meeting = make_meeting(writer.actor)
    task = make_task(meeting, writer.actor)
    at = f"/meetings/{meeting.id}/items/{task.item_id}/tasks/{task.id}"
    return Editor(at, writer.id, {"task": "먼저"}, {"task_due_on": "2026-11-27"}, ("하나", "둘"))


def of_a_plan() -> Editor:
    case = coordinators.make_assessed()
    coordinators.make_draft(case)
    at = f"/households/{case.household_id}/plan/draft"
    return Editor(at, case.coordinator_id, {"lines-0-need": "먼저"}, {"aim": "방향"}, ("하나", "둘"))


def of_a_payer() -> Editor:
    case, service = coordinators.make_assessed(), make_service()
    ledger.make_paying(service)
    line = coordinators.make_draft(case, coordinators.line_draft(service)).lines[0]
    at = f"/households/{case.household_id}/plan/lines/{line.id}/payer"
    return Editor(at, case.coordinator_id, {"reason": "먼저"}, {"programme": "self"}, ("하나", "둘"))


def of_an_edition() -> Editor:
    edition = programmes.make_edition(rules=ProgrammeRules(pays=False, others_own_percent=0), state=EditionState.DRAFT)
    at = f"/programmes/editions/{edition.id}/edit"
    return Editor(at, office().id, {"note": "먼저"}, {"doors-0-name": "어르신"}, ("하나", "둘"))


def of_a_policy() -> Editor:
    edition = duties.make_policy_edition(state=EditionState.DRAFT)
    at = f"/monitoring/editions/{edition.id}/edit"
    changes = {"note": "먼저"}, {"duties-1-name": "매주 전화", "duties-1-amount": "7"}, ("하나", "둘")
    return Editor(at, office().id, *changes)


def of_a_budget() -> Editor:
    at = f"/figures/budgets/{programmes.make_programme().id}/2026"
    meeting, words = ("2000", "3000"), ("2,000", "3,000")
    return Editor(at, office().id, {"amount": "1000"}, {"note": "추경"}, meeting, words)


def of_a_charge() -> Editor:
    organisation, service = make_organisation(), make_service()
    charge = ledger.make_charge(organisation=organisation, service=service)
    at = f"/support/charges/{charge.id}/adjust"
    return Editor(at, office().id, {"quantity": "3", "reason": "잘못 적음"}, {"reason": "다시 봄"}, ("4", "5"))


EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "week": (WeekForm, of_a_week),
    "pattern": (PatternForm, of_a_pattern),
    "member": (MemberForm, of_a_member),
    "agreement": (AgreementForm, of_an_agreement),
    "partner": (PartnerForm, of_a_partner),
    "service": (ServiceForm, of_a_service),
    "profile": (ProfileForm, of_a_profile),
    "leave": (ChangeLeaveForm, of_a_leave),
    "meeting": (MeetingForm, of_a_meeting),
    "charter": (CharterForm, of_a_charter),
    "attendance": (None, of_who_was_there),
    "guest_address": (AddressForm, of_an_address),
    "minutes": (RecordForm, of_minutes),
    "decision": (DecisionForm, of_a_decision),
    "task": (TaskForm, of_a_task),
    "plan": (PlanForm, of_a_plan),
    "payer": (PayerForm, of_a_payer),
    "edition": (EditionForm, of_an_edition),
    "policy": (PolicyEditionForm, of_a_policy),
    "budget": (BudgetForm, of_a_budget),
    "charge": (AdjustForm, of_a_charge),
    "leak": (LeakForm, of_a_leak),
    "supplier": (SupplierForm, of_a_supplier),
    "questionnaire": (screening.QuestionnaireForm, of_a_questionnaire),
    "volunteer": (VettingForm, of_a_volunteer),
    "work task": (WorkTaskForm, of_a_work_task),
    "progress": (ProgressForm, of_progress),
    **ADVICE_EDITORS,
    **MANUAL_EDITORS,
    **FACT_EDITORS,
    **PARTICULAR_EDITORS,
    **WORKER_EDITORS,
    **SUPPORT_EDITORS,
    **SURVEY_EDITORS,
    **TRAINING_EDITORS,
}
"""Attendance has no class of its own: its form is made for each meeting."""

WHY = frozenset({"reason"})
NOT_KEPT = {"budget": frozenset({"note"}), "charge": WHY, **dict.fromkeys(FACT_EDITORS, WHY)}
"""Fields that say why something is changed: their next form is empty again."""


def changed(sent: dict[str, list[str]], changes: dict[str, Any]) -> dict[str, list[str]]:
    return sent | {name: [value] for name, value in changes.items()}
