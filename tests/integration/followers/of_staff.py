"""Who follows what happens to members, meetings and those who work here, and how one sees that they did."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actions import disable_user
from portal.accounts.models import User
from portal.consortium.advice import actions as advice
from portal.consortium.advice import following as of_advice
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.actions import Outcome, note_address
from portal.consortium.meetings.models import Decision, Meeting, MeetingAction
from portal.consortium.members.actions import MemberDetails, edit_member
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import members_nobody_enters
from portal.consortium.minutes import following as of_minutes
from portal.consortium.minutes.queries import find_minutes
from portal.consortium.minutes.searching import Sought, search_minutes
from portal.consortium.suggestions.actions import answer_suggestion
from portal.consortium.suggestions.queries import agenda_item_of
from portal.consortium.suggestions.states import SuggestionState
from portal.coordinators.followers import acts
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.duty.queries import on_call_at
from portal.duty.states import Matter
from portal.extensions import db
from portal.leave.states import LeaveState
from portal.monitoring.surveys import following as of_surveys
from portal.monitoring.surveys.queries import team_of
from portal.monitoring.worries import following as of_worries
from portal.workforce.training.actions import enrol
from tests.factories.accounts import make_staff
from tests.factories.advice import answered, make_advice
from tests.factories.consortium import NOW, OFFICE, TODAY, make_organisation
from tests.factories.coordinators import make_coordinator, make_office, make_paired
from tests.factories.leave import make_leave
from tests.factories.meetings import BEFORE, START, make_closed, make_held, make_meeting, make_task, write
from tests.factories.messages import make_shift
from tests.factories.minutes import asked_by_nobody, mails
from tests.factories.suggestions import answered as answered_by
from tests.factories.suggestions import make_in_force, make_suggestion
from tests.factories.surveys import make_survey, make_walker
from tests.factories.training import make_course, make_session
from tests.factories.workers import make_worker
from tests.factories.worries import make_worry_task
from tests.integration.followers.looking import SOON, E, Look, looks, of_leaving, told


def held_and_written() -> tuple[Meeting, Actor]:
    """A meeting whose points were spoken about, and who may close it."""
    office = make_office().actor
    meeting = make_held(office)
    for item in meeting.items:
        write(item, "이야기함", office)
    return meeting, office


@looks(E.MEETING_CLOSED, acts.send_minutes)
def minutes_of_a_closed_meeting() -> Look:
    meeting, office = held_and_written()
    return (
        lambda: meetings.close_meeting(meeting, actor=office, now=meeting.ends_at),
        lambda: find_minutes(meeting) is not None,
    )


@looks(E.MEETING_CLOSED, acts.let_minutes_be_found)
def search_over_the_minutes_of_a_closed_meeting() -> Look:
    meeting, office = held_and_written()
    return (
        lambda: meetings.close_meeting(meeting, actor=office, now=meeting.ends_at),
        lambda: search_minutes(Sought("이야기함"), viewer=office),
    )


@looks(E.MEETING_CLOSED, acts.tell_who_suggested)
def who_suggested_what_a_meeting_spoke_about() -> Look:
    meeting, office = held_and_written()
    maker = make_staff(Role.COORDINATOR)
    suggestion = make_suggestion(maker.actor, make_in_force())
    answer_suggestion(suggestion, answered_by(SuggestionState.PROPOSED), actor=office, now=BEFORE)
    point = agenda_item_of(suggestion)
    assert point is not None
    write(point, "이야기함", office)
    return (
        lambda: meetings.close_meeting(meeting, actor=office, now=meeting.ends_at),
        lambda: [words for words in told(maker, Matter.MANUAL) if "회의에서 다루었습니다" in words],
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


@looks(E.MEMBER_CHANGED, acts.renew_places_of_member)
def member_after_its_last_day() -> Look:
    office, member = make_office().actor, make_organisation("떠나는협동조합")
    meeting = make_meeting(office, starts_at=SOON)
    return (
        lambda: _leave(member, TODAY),
        lambda: member.name not in {seat.organisation for seat in meeting.attendees},
    )


@looks(E.MEMBER_CHANGED, acts.give_places_of_member_back)
def worker_in_a_training_after_the_last_day() -> Look:
    member, session = make_organisation("떠나는협동조합"), make_session(make_course())
    enrol(session, [make_worker(member.id).id], [], actor=OFFICE, now=NOW)
    return lambda: _leave(member, TODAY), lambda: session.taken == 0


@of_leaving(acts.give_places_of_account_back, E.ACCOUNT_CLOSED)
def coordinator_in_a_training() -> tuple[User, Callable[[], object]]:
    leaver, session = make_coordinator("한지원"), make_session(make_course())
    enrol(session, [], [leaver.id], actor=OFFICE, now=NOW)
    return leaver, lambda: session.taken == 0


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
    meeting = make_held(office)
    task = make_task(meeting, office)
    task.owner_id = leaver.id
    meetings.close_meeting(meeting, actor=office, now=meeting.ends_at)
    return leaver, lambda: task.owner_id != leaver.id


@of_leaving(acts.renew_places_of_user)
def seat_of_who_leaves() -> tuple[User, Callable[[], object]]:
    leaver = make_staff(Role.COORDINATOR)
    meeting = make_meeting(make_office().actor, starts_at=SOON)
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


@looks(E.SEAT_REACHED, of_minutes.ask_there)
def minutes_at_an_address() -> Look:
    office = make_office().actor
    minutes, guest = asked_by_nobody(office)

    def write_down() -> None:
        note_address(guest, "a@example.org", actor=office, now=minutes.sent_at)

    return write_down, lambda: [mail for mail in mails() if mail.recipient == "a@example.org"]


@looks(E.TASK_ENDED, of_minutes.find_what_became)
def outcomes_of_what_was_to_be_done() -> Look:
    office = make_office().actor
    task = make_closed(office).actions[0]
    return (
        lambda: meetings.finish_action(task, "세 곳에서 받음", actor=office, now=SOON),
        lambda: search_minutes(Sought("세 곳에서"), viewer=office),
    )


@looks(E.STAFF_LEAVES, acts.refuse_leaving_households)
def households_of_who_leaves() -> Look:
    coordinator, refused = make_paired().coordinator, list[str]()
    actor = make_office().actor

    def leave() -> None:
        with pytest.raises(Conflict) as conflict:
            disable_user(coordinator, actor=actor, now=NOW)
        refused.append(str(conflict.value))

    return leave, lambda: [words for words in refused if "가구를 담당하고" in words]
