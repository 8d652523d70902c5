"""Applications, cases and plans, and how they are led on."""

from portal.coordinators.caseload import actions as caseload
from portal.coordinators.caseload import holding
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState, CaseVerb, ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.handovers import actions as handovers
from portal.coordinators.handovers.states import HandoverState, HandoverVerb
from portal.coordinators.plans import actions as plans
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.states import AgreedBy, PlanVerb
from portal.coordinators.requests import actions as requests
from portal.coordinators.requests.states import RequestKind, RequestVerb
from portal.coordinators.visits import actions as visits
from portal.coordinators.visits.states import ConfirmedBy
from portal.coordinators.visits.written import VisitRecord
from portal.extensions import db
from portal.leave import actions as leaves
from portal.leave.states import LeaveState, LeaveVerb
from portal.residents.applications import actions as applications
from portal.residents.applications.states import ApplicationVerb
from portal.residents.helpers.actions import end_help
from portal.residents.helpers.states import HelpingVerb
from portal.residents.resemblances import actions as resemblances
from portal.residents.resemblances.states import ResemblanceState, ResemblanceVerb
from tests.factories import coordinators as people
from tests.factories.consortium import NOW
from tests.factories.handovers import make_handover
from tests.factories.leave import make_leave, wanted
from tests.factories.referrals import make_person, make_scene, make_visit
from tests.factories.resemblances import make_pair
from tests.factories.residents import make_helping
from tests.integration.steps.standing import LATER, Act, Maker, Standing

OFFICE = people.OFFICE


def received() -> Standing:
    coordinator_id = people.make_coordinator().id
    return Standing(
        people.make_application(),
        {
            ApplicationVerb.PAIR: lambda row: caseload.pair_household(
                row, coordinator_id, actor=OFFICE, now=LATER, reason="가까움"
            ),
            ApplicationVerb.REFUSE: lambda row: caseload.refuse_application(
                row, "구청 02-120", actor=OFFICE, now=LATER
            ),
            ApplicationVerb.FILE: lambda row: applications.mark_filed(row, "사례", actor=OFFICE, now=LATER),
            ApplicationVerb.WITHDRAW: lambda row: applications.withdraw_application(row, actor=OFFICE, now=LATER),
            ApplicationVerb.END: lambda row: applications.end_application(row, actor=OFFICE, now=LATER),
        },
    )


def filed() -> Standing:
    application = people.make_application()
    applications.mark_filed(application, "사례", actor=OFFICE, now=NOW)
    reopen = ApplicationVerb.REOPEN
    return Standing(application, {reopen: lambda row: applications.reopen_application(row, actor=OFFICE, now=LATER)})


def resemblance_in(state: ResemblanceState) -> Maker:
    def make() -> Standing:
        pair = make_pair(make_person(), make_person())
        if state is ResemblanceState.APART:
            resemblances.keep_apart(pair, "동명이인", actor=OFFICE, now=NOW)
        elif state is ResemblanceState.JOINED:
            resemblances.join_people(pair, pair.other, facts=(), reason="통화", actor=OFFICE, now=NOW)
        return Standing(
            pair,
            {
                ResemblanceVerb.JOIN: lambda row: resemblances.join_people(
                    row, row.other, facts=(), reason="통화", actor=OFFICE, now=LATER
                ),
                ResemblanceVerb.KEEP_APART: lambda row: resemblances.keep_apart(
                    row, "동명이인", actor=OFFICE, now=LATER
                ),
                ResemblanceVerb.LOOK_AGAIN: lambda row: resemblances.look_again(row, actor=OFFICE, now=LATER),
                ResemblanceVerb.UNDO: lambda row: resemblances.undo_join(row, "틀림", actor=OFFICE, now=LATER),
            },
        )

    return make


def _case_acts(case: CareCase) -> dict[str, Act]:
    actor, other = case.coordinator.actor, people.make_coordinator("둘째").id
    return {
        CaseVerb.HOLD: lambda row: holding.hold_case(row, "입원", actor=actor, now=LATER),
        CaseVerb.CHANGE_HOLD: lambda row: holding.change_hold(
            row, "수술", until_on=None, call_on=None, actor=actor, now=LATER
        ),
        CaseVerb.RESUME: lambda row: holding.resume_case(row, actor=actor, now=LATER),
        CaseVerb.CLOSE: lambda row: close_household_case(row, ClosureReason.GOAL_MET, "", actor=actor, now=LATER),
        CaseVerb.HAND_OVER: lambda row: caseload.pair_again(
            row, other, reason="휴직", handover_note="인계", actor=OFFICE, now=LATER
        ),
    }


def case_in(state: CaseState) -> Maker:
    def make() -> Standing:
        if state is CaseState.PAIRED:
            case = people.make_paired()
        elif state is CaseState.IN_SERVICE:
            case = _served()
        else:
            case = people.make_assessed()
        if state is CaseState.PLANNED:
            people.make_agreed(case)
        return Standing(case, _case_acts(case))

    return make


def _served() -> CareCase:
    scene = make_scene()
    visit = make_visit(scene)
    written = VisitRecord(visit.starts_at, visit.ends_at, [], ConfirmedBy.IN_PERSON)
    visits.record_visit(visit, written, actor=scene.worker, now=visit.ends_at)
    return visit.referral.case


def helping() -> Standing:
    scene = make_scene()
    row = make_helping(scene.person, actor=scene.coordinator)
    return Standing(row, {HelpingVerb.END: lambda row: end_help(row, actor=scene.coordinator, now=LATER)})


def case_on_hold() -> Standing:
    case = people.make_assessed()
    holding.hold_case(case, "입원", actor=case.coordinator.actor, now=NOW)
    return Standing(case, _case_acts(case))


def plan_draft() -> Standing:
    plan = people.make_draft(people.make_assessed())
    actor = plan.case.coordinator.actor
    agree = PlanVerb.AGREE
    return Standing(plan, {agree: lambda row: plans.agree_plan(row, AgreedBy.PHONE, actor=actor, now=LATER)})


def plan_agreed() -> Standing:
    plan = people.make_agreed(people.make_assessed())
    draft_id = people.make_draft(plan.case).id
    actor = plan.case.coordinator.actor

    def replace(_row: CarePlan) -> None:
        draft = db.session.get_one(CarePlan, draft_id)
        plans.agree_plan(draft, AgreedBy.PHONE, actor=actor, now=LATER)

    return Standing(plan, {PlanVerb.REPLACE: replace})


def handover_in(state: HandoverState) -> Maker:
    def make() -> Standing:
        handover = make_handover()
        giver, taker = handover.giver.actor, handover.taker.actor
        if state is HandoverState.GIVEN:
            handovers.give(handover, "개를 무서워하십니다.", actor=giver, now=NOW)
        elif state is HandoverState.TAKEN:
            handovers.take_over(handover, actor=taker, now=NOW)
        return Standing(
            handover,
            {
                HandoverVerb.GIVE: lambda row: handovers.give(row, "개를 무서워하십니다.", actor=giver, now=LATER),
                HandoverVerb.TAKE: lambda row: handovers.take_over(row, actor=taker, now=LATER),
            },
        )

    return make


def leave_in(state: LeaveState) -> Maker:
    def make() -> Standing:
        user, deputy, other = (people.make_coordinator(name) for name in ("한지원", "김하늘", "박바다"))
        leave = make_leave(user, deputy)
        if state is LeaveState.AGREED:
            leaves.agree_to_cover(leave, actor=deputy.actor, now=NOW)
        elif state is LeaveState.OPEN:
            leaves.decline_to_cover(leave, "바쁨", actor=deputy.actor, now=NOW)
        changed, actor = wanted(other, last=5), deputy.actor
        return Standing(
            leave,
            {
                LeaveVerb.AGREE: lambda row: leaves.agree_to_cover(row, actor=actor, now=LATER),
                LeaveVerb.DECLINE: lambda row: leaves.decline_to_cover(row, "바쁨", actor=actor, now=LATER),
                LeaveVerb.LOSE: lambda row: leaves.lose_deputy(row, actor=OFFICE, now=LATER),
                LeaveVerb.CHANGE: lambda row: leaves.change_leave(row, changed, actor=OFFICE, now=LATER),
                LeaveVerb.CALL_OFF: lambda row: leaves.call_off(row, actor=OFFICE, now=LATER),
            },
        )

    return make


def request_received() -> Standing:
    case = people.make_paired()
    person, coordinator = case.application.person, case.coordinator.actor
    assert person.user is not None
    resident = person.user.actor
    request = requests.ask(person, RequestKind.MESSAGE, "부탁", actor=resident, now=NOW)
    return Standing(
        request,
        {
            RequestVerb.TAKE_UP: lambda row: requests.take_up(row, actor=coordinator, now=LATER),
            RequestVerb.ANSWER: lambda row: requests.answer_request(row, "답", actor=coordinator, now=LATER),
            RequestVerb.WITHDRAW: lambda row: requests.withdraw_request(row, actor=resident, now=LATER),
            RequestVerb.END: lambda row: requests.end_request(row, actor=coordinator, now=LATER),
        },
    )


def request_in_work() -> Standing:
    standing = request_received()
    take_up = standing.acts.pop(RequestVerb.TAKE_UP)
    take_up(standing.row)
    return standing
