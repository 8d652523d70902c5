"""Every course of the portal, with a maker for each state that several verbs lead away from."""

from portal.benefits.ledger.models import CapOverride
from portal.benefits.ledger.states import OVERRIDE_STATES
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.states import PROGRAMME_EDITION_STATES
from portal.benefits.settlement.models import BankAccount, Dispute, Statement
from portal.benefits.settlement.states import (
    ACCOUNT_STATES,
    DISPUTE_STATES,
    STATEMENT_STATES,
)
from portal.consortium.advice.models import Advice
from portal.consortium.advice.states import ADVICE_STATES, AdviceState
from portal.consortium.consulting.models import Consulting
from portal.consortium.consulting.states import CONSULTING_STATES, ConsultingState
from portal.consortium.library.models import LibraryItem
from portal.consortium.library.states import LIBRARY_STATES, LibraryState
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MEETING_STATES
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.states import MINUTES_STATES
from portal.consortium.suggestions.models import ManualSuggestion
from portal.consortium.suggestions.states import SUGGESTION_STATES
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CASE_STATES, CaseState
from portal.coordinators.handovers.models import Handover
from portal.coordinators.handovers.states import HANDOVER_STATES, HandoverState
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.states import LETTER_STATES
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.states import OUTSIDE_STATES, RUNNING
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.states import PLAN_STATES
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import (
    REFERRAL_STATES,
    ReferralState,
)
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.states import REQUEST_STATES
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.states import SERIES_STATES, SeriesState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VISIT_STATES
from portal.coordinators.waitlist.models import WaitEntry
from portal.coordinators.waitlist.states import WAIT_STATES, WaitState
from portal.leave.models import Leave
from portal.leave.states import LEAVE_STATES, LeaveState
from portal.manuals.models import ManualEdition
from portal.manuals.states import MANUAL_EDITION_STATES
from portal.monitoring.aid.models import Aid
from portal.monitoring.aid.states import AID_STATES, AidVerb
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import ALERT_STATES, AlertState
from portal.monitoring.calls.models import CallTask
from portal.monitoring.calls.states import CALL_TASK_STATES
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DEVICE_STATES, DeviceState
from portal.monitoring.duties.models import DutyPolicyEdition
from portal.monitoring.duties.states import POLICY_EDITION_STATES
from portal.monitoring.screening.models import ScreeningEdition
from portal.monitoring.screening.states import SCREENING_EDITION_STATES
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.states import DOOR_STATES, SURVEY_STATES
from portal.monitoring.teams.models import Assignment, NeighbourReport, Volunteer
from portal.monitoring.teams.states import ASSIGNMENT_STATES, REPORT_STATES, VOLUNTEER_STATES, VolunteerState
from portal.monitoring.workplan.models import WorkPlan
from portal.monitoring.workplan.states import WORK_PLAN_STATES
from portal.monitoring.worries.models import Worry, WorryTask
from portal.monitoring.worries.states import WORRY_STATES, WORRY_TASK_STATES
from portal.partners.requests.models import BodyRequest
from portal.partners.requests.states import BODY_REQUEST_STATES, UNDECIDED
from portal.partners.support_plans.models import SupportPlan
from portal.partners.support_plans.states import SUPPORT_STATES, UNENDED
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.emergency.states import EMERGENCY_STATES
from portal.privacy.incidents.models import Incident
from portal.privacy.incidents.states import INCIDENT_STATES
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.states import RIGHTS_STATES
from portal.privacy.reviews.models import AccessReview
from portal.privacy.reviews.states import REVIEW_STATES
from portal.residents.applications.models import Application
from portal.residents.applications.states import APPLICATION_STATES
from portal.residents.helpers.models import Helping
from portal.residents.helpers.states import HELPING_STATES
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.states import RESEMBLANCE_STATES, ResemblanceState
from portal.workforce.training.models import TrainingEnrolment
from portal.workforce.training.states import ENROLMENT_STATES, EnrolmentState
from tests.integration.steps.advising import advice_in
from tests.integration.steps.asking import body_request_in
from tests.integration.steps.care import (
    case_in,
    case_on_hold,
    filed,
    handover_in,
    helping,
    leave_in,
    plan_agreed,
    plan_draft,
    received,
    request_in_work,
    request_received,
    resemblance_in,
)
from tests.integration.steps.consortium import (
    aid_after,
    aid_asked,
    call_task_open,
    manual_in,
    meeting_under_way,
    minutes_out,
    planned_meeting,
    reported_worry,
    work_plan,
    worry_after,
    worry_seen,
)
from tests.integration.steps.consulting import consulting_in
from tests.integration.steps.devices import device_in
from tests.integration.steps.finding import CLOSED_DOORS, door_in, questionnaire_draft, survey_in, worry_task_open
from tests.integration.steps.guarding import (
    OPEN_LEAKS,
    leak_in,
    opened_in_an_emergency,
    review_prepared,
    rights_request_in,
)
from tests.integration.steps.learning import enrolment_in
from tests.integration.steps.library import item_in
from tests.integration.steps.money import (
    current_account,
    open_dispute,
    programme_draft,
    proposed_account,
    requested_override,
    statement_in,
)
from tests.integration.steps.monitoring import policy_draft
from tests.integration.steps.passing import link_in
from tests.integration.steps.standing import Course
from tests.integration.steps.suggesting import suggestion_waiting
from tests.integration.steps.supporting import support_plan_in
from tests.integration.steps.teams import assignment_open, report_told, volunteer_in
from tests.integration.steps.visiting import (
    booked_referral,
    booked_visit,
    letter_received,
    letter_shown,
    referral_in,
    series_in,
)
from tests.integration.steps.waiting import wait_in
from tests.integration.steps.watching import alert_in

R = ReferralState
OPEN_SERIES = (SeriesState.ASKED, SeriesState.RUNNING, SeriesState.STOPPED, SeriesState.DECLINED)
OPEN_CASES = (CaseState.PAIRED, CaseState.ASSESSED, CaseState.PLANNED, CaseState.IN_SERVICE)
OPEN_ALERTS = (AlertState.OPEN, AlertState.ACTED_ON, AlertState.PUT_OFF, AlertState.MERGED)
COURSES = (
    Course(APPLICATION_STATES, Application, {"received": received, "filed": filed}),
    Course(RESEMBLANCE_STATES, Resemblance, {state: resemblance_in(state) for state in ResemblanceState}),
    Course(CASE_STATES, CareCase, {**{state: case_in(state) for state in OPEN_CASES}, CaseState.ON_HOLD: case_on_hold}),
    Course(PLAN_STATES, CarePlan, {"draft": plan_draft, "agreed": plan_agreed}),
    Course(HELPING_STATES, Helping, {"agreed": helping}),
    Course(
        REFERRAL_STATES,
        Referral,
        {
            **{
                state: referral_in(state)
                for state in (R.REQUESTED, R.ACCEPTED, R.ON_HOLD, R.DECLINED, R.DONE, R.NOBODY_HOME)
            },
            R.PROVIDER_ABSENT: referral_in(R.PROVIDER_ABSENT),
            R.CANCELLED: referral_in(R.CANCELLED),
            R.BOOKED: booked_referral,
        },
    ),
    Course(
        HANDOVER_STATES,
        Handover,
        {state: handover_in(state) for state in (HandoverState.OPEN, HandoverState.GIVEN, HandoverState.TAKEN)},
    ),
    Course(
        LEAVE_STATES,
        Leave,
        {state: leave_in(state) for state in (LeaveState.ASKED, LeaveState.AGREED, LeaveState.OPEN)},
    ),
    Course(LETTER_STATES, Letter, {"received": letter_received, "shown": letter_shown}),
    Course(REQUEST_STATES, CareRequest, {"received": request_received, "in_work": request_in_work}),
    Course(BODY_REQUEST_STATES, BodyRequest, {state: body_request_in(state) for state in UNDECIDED}),
    Course(SERIES_STATES, CareSeries, {state: series_in(state) for state in OPEN_SERIES}),
    Course(VISIT_STATES, Visit, {"booked": booked_visit}),
    Course(
        STATEMENT_STATES,
        Statement,
        {state: statement_in(state) for state in ("draft", "checked", "submitted", "approved")},
    ),
    Course(ACCOUNT_STATES, BankAccount, {"proposed": proposed_account, "current": current_account}),
    Course(DISPUTE_STATES, Dispute, {"open": open_dispute}),
    Course(OVERRIDE_STATES, CapOverride, {"requested": requested_override}),
    Course(PROGRAMME_EDITION_STATES, ProgrammeEdition, {"draft": programme_draft}),
    Course(POLICY_EDITION_STATES, DutyPolicyEdition, {"draft": policy_draft}),
    Course(
        MANUAL_EDITION_STATES,
        ManualEdition,
        {state: manual_in(state) for state in ("draft", "in_review", "reviewed", "scheduled", "published")},
    ),
    Course(MEETING_STATES, Meeting, {"planned": planned_meeting, "under_way": meeting_under_way}),
    Course(MINUTES_STATES, Minutes, {"out": minutes_out}),
    Course(CONSULTING_STATES, Consulting, {state: consulting_in(state) for state in ConsultingState}),
    Course(LIBRARY_STATES, LibraryItem, {state: item_in(state) for state in LibraryState}),
    Course(SUGGESTION_STATES, ManualSuggestion, {"waiting": suggestion_waiting}),
    Course(ADVICE_STATES, Advice, {state: advice_in(state) for state in AdviceState}),
    Course(
        ENROLMENT_STATES,
        TrainingEnrolment,
        {state: enrolment_in(state) for state in EnrolmentState if state is not EnrolmentState.REVOKED},
    ),
    Course(EMERGENCY_STATES, EmergencyAccess, {"waiting": opened_in_an_emergency}),
    Course(INCIDENT_STATES, Incident, {state: leak_in(state) for state in OPEN_LEAKS}),
    Course(
        RIGHTS_STATES, RightsRequest, {state: rights_request_in(state) for state in ("received", "extended", "granted")}
    ),
    Course(REVIEW_STATES, AccessReview, {"prepared": review_prepared}),
    Course(SCREENING_EDITION_STATES, ScreeningEdition, {"draft": questionnaire_draft}),
    Course(ALERT_STATES, Alert, {state: alert_in(state) for state in OPEN_ALERTS}),
    Course(
        AID_STATES,
        Aid,
        {
            "asked": aid_asked,
            "granted": aid_after(AidVerb.GRANT),
            "refused": aid_after(AidVerb.REFUSE),
            "withdrawn": aid_after(AidVerb.WITHDRAW),
        },
    ),
    Course(OUTSIDE_STATES, OutsideLink, {state: link_in(state) for state in RUNNING}),
    Course(SUPPORT_STATES, SupportPlan, {state: support_plan_in(state) for state in UNENDED}),
    Course(WAIT_STATES, WaitEntry, {state: wait_in(state) for state in (WaitState.WAITING, WaitState.OFFERED)}),
    Course(WORK_PLAN_STATES, WorkPlan, {"draft": work_plan(running=False), "running": work_plan(running=True)}),
    Course(SURVEY_STATES, Survey, {state: survey_in(state) for state in ("planned", "under_way")}),
    Course(DOOR_STATES, SurveyDoor, {state: door_in(state) for state in ("to_visit", "nobody", *CLOSED_DOORS)}),
    Course(WORRY_TASK_STATES, WorryTask, {"open": worry_task_open}),
    Course(
        DEVICE_STATES,
        Device,
        {state: device_in(state) for state in DeviceState if state is not DeviceState.RETURNED},
    ),
    Course(
        VOLUNTEER_STATES,
        Volunteer,
        {state: volunteer_in(state) for state in VolunteerState if state is not VolunteerState.ENDED},
    ),
    Course(ASSIGNMENT_STATES, Assignment, {"open": assignment_open}),
    Course(REPORT_STATES, NeighbourReport, {"told": report_told}),
    Course(CALL_TASK_STATES, CallTask, {"open": call_task_open}),
    Course(
        WORRY_STATES,
        Worry,
        {
            "reported": reported_worry,
            "seen": worry_seen,
            "looked_into": worry_after("look_into"),
            "led_to_application": worry_after("lead_to_application"),
            "no_need": worry_after("end"),
            "set_aside": worry_after("set_aside"),
        },
    ),
)
