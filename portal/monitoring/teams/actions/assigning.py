"""Gives a watcher a household, with what to do and until when, and takes it back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit.steps import lock, take
from portal.coordinators.caseload.queries import case_of_household
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.monitoring.teams.models import Assignment, Volunteer
from portal.monitoring.teams.queries import hearers_at, is_left_alone, open_assignments_at, open_assignments_of
from portal.monitoring.teams.rules import AGREEMENT_LASTS, HOUSEHOLDS_AT_MOST, is_checked
from portal.monitoring.teams.states import ASSIGNMENT_STATES, AssignmentVerb, Often, Reach, Team
from portal.notifications.actions import About, send_text
from portal.notifications.states import Audience
from portal.residents.consents.queries import has_consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.locking import lock_household
from portal.residents.households.models import Person

GAP = "neighbour_gap"
"""That nobody looks after a household any more, as about the charge that ended."""
ENDED = N_("이웃지킴이가 가구를 살피는 일이 끝났습니다. 이어서 살필 분이 있는지 보아 주십시오.")
GIVEN_KIND = "neighbour_assigned"
GIVEN = N_("이웃지킴이로 새로 맡으신 가구가 있습니다. 포털에서 확인해 주십시오.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What a watcher is to do for a household, how they reach the person, how often and until when."""

    volunteer_id: UUID
    reach: Reach
    often: Often
    what: str
    until_on: date


def assign(household_id: UUID, charge: Charge, *, actor: Actor, now: datetime) -> Assignment:
    """Only with the person's consent, and only to a watcher who is at work and whose check is not over a year old."""
    actor.require(Permission.NEIGHBOUR_ASSIGN)
    case, today = case_of_household(household_id, viewer=actor), clock.day_of(now)
    lock_household(household_id)
    if case.closed_at is not None:
        raise Conflict(N_("돌봄이 끝난 가구입니다."))
    person = case.household.person
    if not has_consent(person.id, ConsentKind.NEIGHBOUR):
        raise Conflict(N_("본인이 동의해야 이웃지킴이에게 맡길 수 있습니다. 먼저 동의를 여쭈어 주십시오."))
    volunteer = _free_watcher(charge.volunteer_id, today)
    _refuse_charge(charge, person, volunteer, today)
    assignment = Assignment(
        volunteer=volunteer,
        household=case.household,
        household_id=household_id,
        person=person,
        reach=charge.reach,
        often=charge.often,
        what=charge.what,
        from_on=today,
        until_on=charge.until_on,
        due_on=today,
        assigned_at=now,
    )
    db.session.add(assignment)
    take(ASSIGNMENT_STATES, assignment, AssignmentVerb.ASSIGN, actor=actor, now=now)
    db.session.flush()
    _tell(assignment, now)
    return assignment


def _free_watcher(volunteer_id: UUID, today: date) -> Volunteer:
    """Locked, so that two who give at once do not give too many, nor one whose agreement ends."""
    volunteer = db.session.get(Volunteer, volunteer_id)
    if volunteer is None:
        raise NotFound
    lock(volunteer)
    if volunteer.team is not Team.WATCHERS or not volunteer.is_at_work(today):
        raise DomainError(N_("지금 활동하는 이웃지킴이를 골라 주십시오."), "volunteer")
    if volunteer.checked_on is None or not is_checked(volunteer.checked_on, today):
        raise DomainError(N_("범죄경력 조회가 오래되어 새 가구를 맡을 수 없습니다."), "volunteer")
    if len(open_assignments_of(volunteer)) >= HOUSEHOLDS_AT_MOST:
        raise DomainError(
            N_("한 분이 %(most)d가구까지 맡습니다. 다른 분을 골라 주십시오."), "volunteer", most=HOUSEHOLDS_AT_MOST
        )
    return volunteer


def _refuse_charge(charge: Charge, person: Person, volunteer: Volunteer, today: date) -> None:
    if not charge.what:
        raise DomainError(N_("무엇을 할지 적어 주십시오."), "what")
    refuse_resident_number(charge.what)
    if charge.until_on < today:
        raise DomainError(N_("지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오."), "until_on")
    if volunteer.until_on is None or charge.until_on > min(volunteer.until_on, today + AGREEMENT_LASTS):
        raise DomainError(N_("그분의 활동 기간 안의 날을 골라 주십시오."), "until_on")
    if charge.reach is Reach.PHONE and not person.phone:
        raise DomainError(N_("전화번호가 없는 분입니다. 찾아가기를 골라 주십시오."), "reach")


def _tell(assignment: Assignment, now: datetime) -> None:
    send_text(
        assignment.volunteer.phone,
        GIVEN,
        audience=Audience.STAFF,
        kind=GIVEN_KIND,
        now=now,
        about=About(ASSIGNMENT_STATES.kind, assignment.id),
    )


def end_assignment(assignment: Assignment, why: str, *, actor: Actor, now: datetime) -> None:
    """The watcher sees the household no more."""
    actor.require(Permission.NEIGHBOUR_ASSIGN)
    if not why:
        raise DomainError(N_("왜 끝나는지 적어 주십시오."), "why")
    end_and_tell(assignment, why, actor=actor, now=now)


def end_and_tell(assignment: Assignment, why: str, *, actor: Actor, now: datetime) -> None:
    """Whoever accompanies the household hears that no neighbour looks after it any more, unless they ended it."""
    end(assignment, why, actor=actor, now=now)
    if not is_left_alone(assignment):
        return
    news = News(Matter.NEIGHBOUR, About(GAP, assignment.id), ENDED, f"/households/{assignment.household_id}/neighbours")
    hearers = [user for user in hearers_at(assignment.household_id) if user.id != actor.user_id]
    tell_staff(hearers, news, now=now)


def end_assignments_at(household_id: UUID, why: str, *, actor: Actor, now: datetime) -> None:
    """Care has ended, or the person took the consent back: whoever did that was asked whether they may."""
    for assignment in open_assignments_at(household_id):
        end(assignment, why, actor=actor, now=now)


def end(assignment: Assignment, why: str, *, actor: Actor, now: datetime) -> None:
    """Follows what its callers were allowed to do."""
    take(ASSIGNMENT_STATES, assignment, AssignmentVerb.END, actor=actor, now=now, note=why)
    assignment.ended_at = now
    db.session.flush()
