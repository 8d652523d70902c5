"""Who follows what happens to a household, and how one sees that they did."""

from collections.abc import Callable
from datetime import timedelta

from portal.accounts.models import User
from portal.audit.steps import history
from portal.benefits.programmes.actions import end_programme
from portal.consortium.catalogue.actions import end_service
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.followers import acts
from portal.coordinators.followers.programmes import tell_coordinators
from portal.coordinators.followers.services import tell_of_service
from portal.coordinators.referrals.states import DeclineReason, ReferralState
from portal.coordinators.series.answering import decline_series
from portal.coordinators.series.states import SeriesState
from portal.coordinators.visits.states import VisitState
from portal.core.clock import day_of
from portal.duty.states import Matter
from portal.extensions import db
from portal.monitoring.alerts import following as of_alerts
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import ALERT_STATES, AlertLevel, AlertVerb
from portal.monitoring.calls import following as of_calls
from portal.monitoring.teams import following as of_teams
from portal.monitoring.teams.models import Assignment
from portal.monitoring.watching import following as of_watching
from portal.notifications.states import Unsent
from portal.partners.support_plans import following as of_support
from portal.partners.support_plans.states import SupportState
from portal.residents.applications.states import ApplicationState
from portal.residents.consents.actions import agree_again, withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import change_facts, note_death
from portal.residents.households.states import Fact
from tests.factories.alerts import make_alert
from tests.factories.calls import kinds_open, make_call_task
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_application, make_paired
from tests.factories.devices import make_device, watch_of
from tests.factories.ledger import choose, make_paying
from tests.factories.outside import add_linked_line, make_link
from tests.factories.referrals import make_person, make_referral, make_scene, make_visit
from tests.factories.series import make_series
from tests.factories.support_plans import make_handing, make_support_plan
from tests.factories.teams import make_assignment
from tests.factories.visiting import messages
from tests.integration.followers.looking import LATER, E, Look, looks, of_leaving, told


def notes_of(alert: Alert) -> list[str]:
    """What an open alert was told of absences and holds."""
    return [step.note for step in history(ALERT_STATES, alert.id) if step.verb is AlertVerb.NOTE_ABSENCE]


def die(case: CareCase) -> None:
    close_household_case(case, ClosureReason.DIED, "", actor=case.coordinator.actor, now=NOW)


def end_care(case: CareCase) -> None:
    close_case(case, ClosureReason.GOAL_MET, "", actor=case.coordinator.actor, now=NOW)


def withdraw(case: CareCase, kind: ConsentKind) -> None:
    (held,) = [one for one in consents_of(case.person_id) if one.kind is kind]
    withdraw_consent(held, actor=OFFICE, now=NOW)


@looks(E.HELD, acts.rest_bookings)
def visit_of_a_hold() -> Look:
    scene = make_scene()
    visit = make_visit(scene)
    return (
        lambda: hold_case(scene.line.plan.case, "입원", actor=scene.coordinator, now=NOW),
        lambda: visit.state is not VisitState.BOOKED,
    )


@looks(E.DIED, acts.end_bookings)
def request_for_the_dead() -> Look:
    scene = make_scene()
    referral = make_referral(scene)
    return lambda: die(scene.line.plan.case), lambda: referral.state is ReferralState.WITHDRAWN


@looks(E.DIED, acts.end_care)
def care_of_the_dead() -> Look:
    case = make_scene().line.plan.case
    return lambda: die(case), lambda: case.state is CaseState.CLOSED


@looks(E.DIED, acts.end_sign_in)
def account_of_the_dead() -> Look:
    scene = make_scene()
    user = db.session.get_one(User, scene.person.user_id)
    return lambda: die(scene.line.plan.case), lambda: user.disabled_at


@looks(E.DIED, acts.end_applications)
def application_of_the_dead() -> Look:
    """Of somebody who waits for a coordinator."""
    application = make_application(make_person())
    return (
        lambda: note_death(application.person, actor=OFFICE, now=NOW, reason="가족이 알려 주심"),
        lambda: application.state is not ApplicationState.RECEIVED,
    )


def _assigned() -> tuple[CareCase, Assignment]:
    case = make_paired()
    return case, make_assignment(case=case)


@looks(E.DIED, of_teams.end_with_life)
def neighbour_of_the_dead() -> Look:
    case, assignment = _assigned()
    return lambda: die(case), lambda: assignment.ended_at


@looks(E.CLOSED, of_teams.end_with_care)
def neighbour_of_ended_care() -> Look:
    case, assignment = _assigned()
    return lambda: end_care(case), lambda: assignment.ended_at


@looks(E.CONSENT_WITHDRAWN, of_teams.end_with_consent)
def neighbour_without_consent() -> Look:
    case, assignment = _assigned()
    return lambda: withdraw(case, ConsentKind.NEIGHBOUR), lambda: assignment.ended_at


@looks(E.CONSENT_WITHDRAWN, acts.take_links_back)
def body_that_may_not_know_any_more() -> Look:
    scene = make_scene()
    link = make_link(add_linked_line(scene.line))
    return lambda: withdraw(scene.line.plan.case, ConsentKind.SENSITIVE), lambda: link.is_to_be_told


@of_leaving(of_teams.end_with_account)
def neighbour_who_leaves() -> tuple[User, Callable[[], object]]:
    _case, assignment = _assigned()
    return db.session.get_one(User, assignment.volunteer.user_id), lambda: assignment.ended_at


@looks(E.DIED, of_calls.end_with_life)
def call_to_the_dead() -> Look:
    case = make_paired()
    make_call_task(case.household_id)
    return lambda: die(case), lambda: kinds_open(case) == []


@looks(E.CLOSED, acts.end_series)
def series_after_care() -> Look:
    """Which was declined, and waits to be asked elsewhere."""
    scene = make_scene()
    series = make_series(scene)
    decline_series(series, DeclineReason.SAFETY, actor=scene.worker, now=NOW)
    return lambda: end_care(scene.line.plan.case), lambda: series.state is SeriesState.ENDED


@looks(E.CLOSED, of_calls.end_with_care)
def call_after_care() -> Look:
    case = make_paired()
    make_call_task(case.household_id)
    return lambda: end_care(case), lambda: kinds_open(case) == []


@looks(E.DIED, of_alerts.end_by_death)
def alert_of_the_dead() -> Look:
    case = make_paired()
    alert = make_alert(case)
    return lambda: die(case), lambda: alert.ended_at


@looks(E.HELD, of_alerts.note_hold)
def alert_of_whose_care_rests() -> Look:
    case = make_paired()
    alert = make_alert(case)
    note = f"돌봄을 멈춤(끝나는 날은 모름), {case.coordinator.name} 직원이 적음"
    return lambda: hold_case(case, "입원", actor=case.coordinator.actor, now=NOW), lambda: notes_of(alert) == [note]


@looks(E.CLOSED, of_alerts.note_closure)
def alert_after_care() -> Look:
    case = make_paired()
    alert = make_alert(case)
    return lambda: end_care(case), lambda: notes_of(alert) == [f"돌봄을 마침, {case.coordinator.name} 직원이 적음"]


@looks(E.CONTACT_CHANGED, acts.write_to_new_contact)
def text_to_an_old_number() -> Look:
    scene = make_scene()
    make_visit(scene, scene.another_slot(days=10))
    (text,) = [one for one in messages("visit_booked") if one.person_id]

    def lose_the_number() -> None:
        change_facts(
            scene.person, {Fact.PHONE: {"phone": None}}, from_on=TODAY, reason="전화로 들음", actor=OFFICE, now=NOW
        )

    return lose_the_number, lambda: text.why is Unsent.NO_WAY


@looks(E.CONSENT_GIVEN, of_watching.go_on_for_person)
def watch_with_consent_again() -> Look:
    case = make_paired()
    device = make_device(case)
    withdraw(case, ConsentKind.WATCHING)
    return (
        lambda: agree_again(case.person, ConsentKind.WATCHING, actor=OFFICE, now=LATER),
        lambda: watch_of(device).counts_from == LATER,
    )


@looks(E.RESUMED, of_watching.go_on_at_home)
def watch_after_a_hold() -> Look:
    case = make_paired()
    device, coordinator = make_device(case), case.coordinator.actor
    hold_case(case, "입원", actor=coordinator, now=NOW)
    return lambda: resume_case(case, actor=coordinator, now=LATER), lambda: watch_of(device).counts_from == LATER


@looks(E.CLOSED, of_watching.go_on_at_home)
def silence_that_was_told_before_care_ended() -> Look:
    case = make_paired()
    watch = watch_of(make_device(case))
    watch.told = AlertLevel.DANGER
    return lambda: end_care(case), lambda: watch.told is None


@looks(E.RESUMED, of_teams.begin_again)
def neighbour_after_a_hold() -> Look:
    case, assignment = _assigned()
    assignment.due_on = TODAY - timedelta(days=3)
    hold_case(case, "입원", actor=case.coordinator.actor, now=NOW)
    return (
        lambda: resume_case(case, actor=case.coordinator.actor, now=LATER),
        lambda: assignment.due_on == day_of(LATER),
    )


@looks(E.PROGRAMME_ENDED, tell_coordinators)
def line_of_an_ended_programme() -> Look:
    scene = make_scene()
    paying = make_paying(scene.slot.service, name="마포 돌봄")
    choose(scene.line, paying)
    coordinator = scene.line.plan.case.coordinator
    return (
        lambda: end_programme(paying, TODAY + timedelta(days=3), actor=OFFICE, now=NOW),
        lambda: told(coordinator, Matter.PROGRAMME),
    )


@looks(E.SERVICE_ENDED, tell_of_service)
def line_of_an_ended_service() -> Look:
    scene = make_scene()
    coordinator = scene.line.plan.case.coordinator
    return (
        lambda: end_service(scene.line.service, TODAY + timedelta(days=3), actor=OFFICE, now=NOW),
        lambda: told(coordinator, Matter.PROGRAMME),
    )


@looks(E.CLOSED, of_support.end_plans)
def support_plan_of_care_that_ends() -> Look:
    plan = make_support_plan()
    return lambda: end_care(plan.case), lambda: plan.state is SupportState.ENDED


@looks(E.CONSENT_WITHDRAWN, of_support.take_parts_back)
def part_of_a_plan_without_consent() -> Look:
    handing = make_handing()
    return lambda: withdraw(handing.plan.case, ConsentKind.SENSITIVE), lambda: handing.is_to_be_told


@looks(E.DIED, of_support.take_parts_of_the_dead_back)
def part_of_a_plan_of_the_dead() -> Look:
    handing = make_handing()
    return lambda: die(handing.plan.case), lambda: handing.is_to_be_told
