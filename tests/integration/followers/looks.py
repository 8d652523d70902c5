"""Who follows which event, and how one sees that they did: each look makes what is needed, the event, and looks."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from portal.accounts.actions import disable_user, revoke_role
from portal.accounts.models import User
from portal.benefits.programmes.actions import end_programme
from portal.consortium.advice import actions as advice
from portal.consortium.advice import following as of_advice
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.actions import Outcome
from portal.consortium.meetings.models import Decision, MeetingAction
from portal.consortium.members.actions import MemberDetails, edit_member
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import members_nobody_enters
from portal.coordinators.caseload.actions import close_case, hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.followers import acts
from portal.coordinators.followers.programmes import tell_coordinators
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.states import VisitState
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.events import Event, Follow
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.duty.queries import on_call_at
from portal.duty.states import Matter
from portal.extensions import db
from portal.leave.states import LeaveState
from portal.monitoring.alerts import following as of_alerts
from portal.monitoring.calls import following as of_calls
from portal.monitoring.surveys import following as of_surveys
from portal.monitoring.surveys.queries import team_of
from portal.monitoring.teams import following as of_teams
from portal.monitoring.teams.models import Assignment
from portal.monitoring.watching import following as of_watching
from portal.monitoring.worries import following as of_worries
from portal.notifications.states import Unsent
from portal.residents.consents.actions import agree_again, withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from tests.factories.accounts import make_staff
from tests.factories.advice import answered, make_advice
from tests.factories.alerts import make_alert
from tests.factories.calls import kinds_open, make_call_task
from tests.factories.consortium import NOW, OFFICE, TODAY, make_organisation
from tests.factories.coordinators import make_coordinator, make_office, make_paired
from tests.factories.devices import make_device, watch_of
from tests.factories.leave import make_leave
from tests.factories.ledger import choose, make_paying
from tests.factories.meetings import BEFORE, START, make_closed, make_meeting, make_task
from tests.factories.messages import make_shift
from tests.factories.referrals import make_referral, make_scene, make_visit
from tests.factories.surveys import make_survey, make_walker
from tests.factories.teams import make_assignment
from tests.factories.visiting import messages
from tests.factories.worries import make_worry_task

E = Event
LATER = NOW + timedelta(days=2)
Look = tuple[Callable[[], object], Callable[[], object]]
"""The act that is the event, and what is so because somebody followed it, and was not before."""

LOOKS: dict[tuple[Event, Follow], Callable[[], Look]] = {}
OF_STAFF = (E.ACCOUNT_CLOSED, E.ROLE_REVOKED)


def looks(event: Event, follow: Follow) -> Callable[[Callable[[], Look]], Callable[[], Look]]:
    def keep(look: Callable[[], Look]) -> Callable[[], Look]:
        LOOKS[event, follow] = look
        return look

    return keep


Leaving = Callable[[], tuple[User, Callable[[], object]]]
"""Somebody who works here, and what is so once they have left."""


def of_leaving(follow: Follow, *events: Event) -> Callable[[Leaving], Leaving]:
    """The same of an account that closes and of a role that is taken back, each by the office."""

    def keep(leaving: Leaving) -> Leaving:
        for event in events or OF_STAFF:
            LOOKS[event, follow] = partial(_look_at, leaving, event)
        return leaving

    return keep


def _look_at(leaving: Leaving, event: Event) -> Look:
    (leaver, seen), actor = leaving(), make_office().actor
    if event is E.ROLE_REVOKED:
        return lambda: revoke_role(leaver.grants[0], actor=actor, now=NOW), seen
    return lambda: disable_user(leaver, actor=actor, now=NOW), seen


def die(case: CareCase) -> None:
    close_household_case(case, ClosureReason.DIED, "", actor=case.coordinator.actor, now=NOW)


def end_care(case: CareCase) -> None:
    close_case(case, ClosureReason.GOAL_MET, "", actor=case.coordinator.actor, now=NOW)


def withdraw(case: CareCase, kind: ConsentKind) -> None:
    (held,) = [one for one in consents_of(case.person_id) if one.kind is kind]
    withdraw_consent(held, actor=OFFICE, now=NOW)


def told(user: User, matter: Matter) -> list[str]:
    db.session.flush()
    words = select(StaffNotice.words).where(StaffNotice.user_id == user.id, StaffNotice.matter == matter)
    return list(db.session.scalars(words))


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


@of_leaving(of_teams.end_with_account)
def neighbour_who_leaves() -> tuple[User, Callable[[], object]]:
    _case, assignment = _assigned()
    return db.session.get_one(User, assignment.volunteer.user_id), lambda: assignment.ended_at


@looks(E.DIED, of_calls.end_with_life)
def call_to_the_dead() -> Look:
    case = make_paired()
    make_call_task(case.household_id)
    return lambda: die(case), lambda: kinds_open(case) == []


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


@looks(E.MEETING_CALLED_OFF, acts.tell_those_invited)
def who_was_asked_to_a_meeting() -> Look:
    office, asked = make_office(), make_staff(Role.COORDINATOR)
    meeting = make_meeting(office.actor)
    return (
        lambda: meetings.cancel_meeting(meeting, actor=office.actor, now=BEFORE),
        lambda: [words for words in told(asked, Matter.MEETING) if words.startswith("회의가 취소되었습니다")],
    )


@looks(E.MEETING_CALLED_OFF, acts.pass_agenda_on)
def agenda_of_a_meeting() -> Look:
    office = make_office().actor
    meeting, following = make_meeting(office), make_meeting(office, starts_at=START + timedelta(days=28))
    meetings.add_item(meeting, "세탁기 사기", actor=office, now=BEFORE)

    def stands() -> bool:
        db.session.expire(following)
        return "세탁기 사기" in {item.title for item in following.items}

    return lambda: meetings.cancel_meeting(meeting, actor=office, now=BEFORE), stands


def _decided() -> tuple[User, Decision, Callable[[], list[str]]]:
    office, owner = make_office(), make_staff(Role.COORDINATOR)
    meeting = make_meeting(office.actor)
    seat = next(each for each in meeting.attendees if each.user_id == owner.id)
    outcome = Outcome("세탁기를 산다", seat, TODAY + timedelta(days=60))
    decision = meetings.add_decision(meeting.items[0], outcome, actor=office.actor, now=START)

    def tasks() -> list[str]:
        db.session.flush()
        return list(db.session.scalars(select(MeetingAction.task)))

    return office, decision, tasks


@looks(E.DECISION_CHANGED, acts.change_tasks)
def task_of_a_changed_decision() -> Look:
    office, decision, tasks = _decided()
    changed = Outcome("세탁기를 빌린다")
    return (
        lambda: meetings.change_decision(decision, changed, actor=office.actor, now=START),
        lambda: tasks() == ["세탁기를 빌린다"],
    )


@looks(E.DECISION_STRUCK, acts.end_tasks)
def task_of_a_struck_decision() -> Look:
    office, decision, tasks = _decided()
    return lambda: meetings.remove_decision(decision, actor=office.actor, now=START), lambda: tasks() == []


def _leave(member: Organisation, last_day: date) -> None:
    names = {name: getattr(member, name) for name in MemberDetails.__dataclass_fields__ if name != "dong_codes"}
    details = MemberDetails(**{**names, "left_on": last_day}, dong_codes=[area.dong_code for area in member.areas])
    edit_member(member, details, actor=OFFICE, now=NOW)


@looks(E.MEMBER_CHANGED, acts.uninvite_member)
def member_after_its_last_day() -> Look:
    office, member = make_office().actor, make_organisation("떠나는협동조합")
    meeting = make_meeting(office)
    return (
        lambda: _leave(member, day_of(START) - timedelta(days=1)),
        lambda: member.name not in {seat.organisation for seat in meeting.attendees},
    )


@looks(E.COORDINATOR_ON_LEAVE, acts.look_after_covers)
def office_of_a_shaken_cover() -> Look:
    office, deputy = make_office(), make_coordinator("김하늘")
    make_leave(make_coordinator("한지원"), deputy)
    return lambda: make_leave(deputy, make_coordinator("박바다")), lambda: told(office, Matter.COVER)


@of_leaving(acts.end_covers)
def cover_by_who_leaves() -> tuple[User, Callable[[], object]]:
    deputy = make_coordinator("김하늘")
    leave = make_leave(make_coordinator("한지원"), deputy)
    return deputy, lambda: leave.state is LeaveState.OPEN


@of_leaving(acts.tell_of_members_left_alone)
def member_that_is_left_alone() -> tuple[User, Callable[[], object]]:
    office, member = make_office(), make_organisation()
    worker = make_staff(Role.COOPERATIVE, organisation_id=member.id)
    return worker, lambda: told(office, Matter.MEMBER) and members_nobody_enters(NOW) == [member]


@of_leaving(acts.take_tasks_over, E.ACCOUNT_CLOSED)
def task_of_who_leaves() -> tuple[User, Callable[[], object]]:
    leaver, office = make_staff(Role.COORDINATOR), make_office().actor
    task = make_task(make_closed(office), office)
    task.owner_id = leaver.id
    db.session.flush()
    return leaver, lambda: task.owner_id != leaver.id


@of_leaving(acts.uninvite, E.ACCOUNT_CLOSED)
def seat_of_who_leaves() -> tuple[User, Callable[[], object]]:
    leaver = make_staff(Role.COORDINATOR)
    meeting = make_meeting(make_office().actor)
    assert leaver.id in {seat.user_id for seat in meeting.attendees}
    return leaver, lambda: leaver.id not in {seat.user_id for seat in meeting.attendees}


@of_leaving(acts.end_shifts, E.ACCOUNT_CLOSED)
def shift_of_who_leaves() -> tuple[User, Callable[[], object]]:
    leaver = make_staff(Role.COORDINATOR)
    make_shift(leaver, NOW - timedelta(hours=1))
    return leaver, lambda: on_call_at(NOW) is None


@of_leaving(of_worries.take_tasks_over)
def worry_of_who_leaves() -> tuple[User, Callable[[], object]]:
    leaver = make_staff(Role.COORDINATOR)
    task = make_worry_task(leaver)
    return leaver, lambda: task.user_id != leaver.id


@of_leaving(of_surveys.leave_teams)
def survey_of_who_leaves() -> tuple[User, Callable[[], object]]:
    planner = make_staff()
    survey = make_survey(planner)
    leaver = make_walker(survey, planner)
    return leaver, lambda: [each.user_id for each in team_of(survey)] == [planner.id]


@of_leaving(of_advice.hand_over, E.ACCOUNT_CLOSED)
def advice_of_who_leaves() -> tuple[User, Callable[[], object]]:
    leaver, office = make_staff(Role.COORDINATOR), make_office().actor
    piece = make_advice(office)
    advice.answer_advice(piece, answered(owner=leaver), actor=office, now=piece.noted_at)
    return leaver, lambda: piece.owner_id != leaver.id


@looks(E.STAFF_LEAVES, acts.refuse_leaving_households)
def households_of_who_leaves() -> Look:
    coordinator, refused = make_paired().coordinator, list[str]()
    actor = make_office().actor

    def leave() -> None:
        with pytest.raises(Conflict) as conflict:
            disable_user(coordinator, actor=actor, now=NOW)
        refused.append(str(conflict.value))

    return leave, lambda: [words for words in refused if "가구를 담당하고" in words]
