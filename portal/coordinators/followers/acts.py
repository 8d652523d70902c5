"""What each follower does, in the transaction of the event that it follows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.accounts.queries import get_user
from portal.consortium.meetings import actions as meetings
from portal.consortium.members.locking import lock_member
from portal.consortium.members.notices import tell_of_unentered
from portal.consortium.members.queries import members_nobody_enters
from portal.consortium.minutes import actions as minutes
from portal.consortium.suggestions import actions as suggestions
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.queries import open_case_of_household, open_case_of_person
from portal.coordinators.caseload.states import CaseVerb, ClosureReason
from portal.coordinators.followers.queries import accompanied_by, resting_among
from portal.coordinators.gate.actions import tell_broken
from portal.coordinators.outside.actions import ASK_FIRST, end_links, take_back_links
from portal.coordinators.outside.states import WithdrawnFor
from portal.coordinators.plans.actions import end_plans
from portal.coordinators.referrals.actions import CALL_OFF, close_referral, hold_referral, withdraw_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import referrals_of_case
from portal.coordinators.referrals.states import OPEN_STATES, REFERRAL_STATES, ReferralState, ReferralVerb
from portal.coordinators.requests.actions import end_requests
from portal.coordinators.series.running import call_off_together, end_with_care
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.events import Event, Happened, tell
from portal.core.messages import N_
from portal.duty.actions import end_shifts_of
from portal.leave.actions import call_off, lose_deputy
from portal.leave.notices import tell_office_of_shaken
from portal.leave.queries import covers_shaken_by, days_away_of, leaves_to_come, may_accompany
from portal.notifications.actions import readdress
from portal.residents.applications.actions import end_applications_of
from portal.residents.consents.queries import given_kinds
from portal.residents.households.actions import end_account_of
from portal.residents.households.changes import is_another_contact, is_another_dong, is_death
from portal.residents.households.models import FactChange, Person
from portal.residents.households.queries import get_person
from portal.residents.households.telling import addressee
from portal.workforce.training.actions import give_places_back
from portal.workforce.training.models import TrainingEnrolment
from portal.workforce.workers.models import Worker

HAND_OVER_FIRST = N_(
    "아직 %(count)d가구를 담당하고 있습니다. 담당을 모두 다른 코디네이터에게 넘긴 뒤 계정을 닫아 주십시오."
)


def rest_bookings(happened: Happened) -> None:
    """While care rests, visits of those days are called off and requests are held; both are told.

    Regular visits rest as one: their places go back, and what is left of them goes on after the hold.
    """
    case = open_case_of_household(happened.subject_id)
    running = referrals_of_case(case.id) if case else []
    resting = resting_among(running, happened.last_day, happened.now)
    for referral in call_off_together(resting, CaseVerb.HOLD.words, actor=happened.actor, now=happened.now):
        if referral.state is ReferralState.BOOKED:
            CALL_OFF.only()(referral, CaseVerb.HOLD.words, happened.actor, happened.now)
        else:
            hold_referral(referral, note=CaseVerb.HOLD.words, actor=happened.actor, now=happened.now)


def ask_bookings_of_household(happened: Happened) -> None:
    """What is booked is asked of the gate again; what breaks is told at once, what passes again leaves the list."""
    tell_broken(Referral.household_id == happened.subject_id, now=happened.now)


def ask_bookings_of_person(happened: Happened) -> None:
    household = select(Person.household_id).where(Person.id == happened.subject_id)
    tell_broken(Referral.household_id.in_(household), now=happened.now)


def ask_bookings_of_member(happened: Happened) -> None:
    """Whoever books it at this moment is waited for, so that none is missed."""
    lock_member(happened.subject_id)
    ask_bookings_of_times(happened)


def ask_bookings_of_times(happened: Happened) -> None:
    """Of a member whose places were changed: whoever takes one of them has waited for that."""
    tell_broken(Referral.organisation_id == happened.subject_id, now=happened.now)


def ask_bookings_of_service(happened: Happened) -> None:
    tell_broken(Referral.service_id == happened.subject_id, now=happened.now)


def tell_of_file(person: Person, changes: Sequence[FactChange], actor: Actor, now: datetime) -> None:
    """A changed file is an event where somebody lives in another dong since, is reached elsewhere, or has died."""
    if any(is_another_dong(change) for change in changes):
        tell(Event.MOVED, person.household_id, actor=actor, now=now)
    if any(is_another_contact(change) for change in changes):
        tell(Event.CONTACT_CHANGED, person.id, actor=actor, now=now)
    for death in filter(is_death, changes):
        tell(Event.DIED, person.id, actor=actor, now=now, note=death.reason)


def write_to_new_contact(happened: Happened) -> None:
    """What waits to be sent goes to the new number or address; where there is none, somebody telephones."""
    readdress(addressee(get_person(happened.subject_id)), now=happened.now)


def end_sign_in(happened: Happened) -> None:
    end_account_of(get_person(happened.subject_id), actor=happened.actor, now=happened.now)


def end_applications(happened: Happened) -> None:
    end_applications_of(happened.subject_id, actor=happened.actor, now=happened.now)


def end_bookings(happened: Happened) -> None:
    """What is booked is cancelled, what was asked withdrawn; a visit that has begun is left to be recorded.

    Whoever recorded the death need not be who refers: the office does so, too.
    """
    case = open_case_of_person(happened.subject_id)
    actor, now = happened.actor.for_what_follows, happened.now
    running = [one for one in referrals_of_case(case.id) if one.state in OPEN_STATES] if case else []
    to_come = [one for one in running if one.slot.starts_at > now]
    begun = [one for one in running if one.slot.starts_at <= now]
    for referral in [*begun, *call_off_together(to_come, CaseVerb.CLOSE.words, actor=actor, now=now)]:
        if referral.state is ReferralState.BOOKED and referral.slot.starts_at > now:
            CALL_OFF.only()(referral, CaseVerb.CLOSE.words, actor, now)
        elif REFERRAL_STATES.allows(referral.state, ReferralVerb.WITHDRAW):
            withdraw_referral(referral, actor=actor, now=now)
        if REFERRAL_STATES.allows(referral.state, ReferralVerb.CLOSE):
            close_referral(referral, actor=actor, now=now)


def send_minutes(happened: Happened) -> None:
    minutes.send_minutes(happened.subject_id, actor=happened.actor, now=happened.now)


def let_minutes_be_found(happened: Happened) -> None:
    minutes.shelve_minutes(happened.subject_id)


def tell_who_suggested(happened: Happened) -> None:
    suggestions.tell_what_the_meeting_said(happened.subject_id, happened.now)


def end_care(happened: Happened) -> None:
    """The case that is about them ends with its plans, with what they asked for and others were asked for them."""
    case = open_case_of_person(happened.subject_id)
    actor, now = happened.actor.for_what_follows, happened.now
    if case is not None:
        end_plans(case, actor=actor, now=now)
        end_links(case, actor=actor, now=now)
        end_requests(case, actor=actor, now=now)
        close_case(case, ClosureReason.DIED, happened.note, actor=actor, now=now)


def end_series(happened: Happened) -> None:
    end_with_care(happened.subject_id, actor=happened.actor, now=happened.now)


def take_links_back(happened: Happened) -> None:
    """Whoever may be written about no more is not with other bodies either: each waits to be told so."""
    if not set(ASK_FIRST) <= given_kinds(happened.subject_id):
        actor = happened.actor.for_what_follows
        take_back_links(happened.subject_id, WithdrawnFor.CONSENT, actor=actor, now=happened.now)


def pass_agenda_on(happened: Happened) -> None:
    meetings.pass_agenda_on(happened.subject_id, now=happened.now)


def tell_those_invited(happened: Happened) -> None:
    meetings.tell_of_calling_off(happened.subject_id, why=happened.note, actor=happened.actor, now=happened.now)


def change_tasks(happened: Happened) -> None:
    meetings.change_tasks_of_decision(happened.subject_id, actor=happened.actor, now=happened.now)


def end_tasks(happened: Happened) -> None:
    meetings.end_tasks_of_decision(happened.subject_id, actor=happened.actor, now=happened.now)


def take_tasks_over(happened: Happened) -> None:
    meetings.take_tasks_over(happened.subject_id, actor=happened.actor, now=happened.now)


def renew_places_of_user(happened: Happened) -> None:
    meetings.renew_places_of_user(happened.subject_id, actor=happened.actor, now=happened.now)


def renew_places_of_member(happened: Happened) -> None:
    meetings.renew_places_of_member(happened.subject_id, actor=happened.actor, now=happened.now)


def give_places_of_member_back(happened: Happened) -> None:
    """Of its workers who leave, or of all where it leaves."""
    workers = select(Worker.id).where(Worker.organisation_id == happened.subject_id)
    of_member = TrainingEnrolment.worker_id.in_(workers)
    give_places_back(of_member, actor=happened.actor, now=happened.now)


def give_places_of_account_back(happened: Happened) -> None:
    own = TrainingEnrolment.user_id == happened.subject_id
    give_places_back(own, actor=happened.actor, now=happened.now)


def end_shifts(happened: Happened) -> None:
    end_shifts_of(happened.subject_id, actor=happened.actor, now=happened.now)


def tell_of_members_left_alone(happened: Happened) -> None:
    """The office hears of a member of which nobody can sign in since; the list shows it until somebody is invited."""
    worked_for = {grant.organisation_id for grant in get_user(happened.subject_id).grants}
    for member in members_nobody_enters(happened.now):
        if member.id in worked_for:
            tell_of_unentered(member, now=happened.now)


def refuse_leaving_households(happened: Happened) -> None:
    """Nobody is ever without somebody: whoever accompanies a household hands it over before the account closes."""
    count = accompanied_by(happened.subject_id)
    if count:
        raise Conflict(HAND_OVER_FIRST, count=count)


def look_after_covers(happened: Happened) -> None:
    """Whoever goes away may have been to stand in for others on these days: the office hears."""
    for leave in covers_shaken_by(happened.subject_id, days_away_of(happened.subject_id, day_of(happened.now))):
        tell_office_of_shaken(leave, happened.now)


def end_covers(happened: Happened) -> None:
    """Whoever accompanies households no more stands in for nobody, and needs nobody to stand in."""
    if may_accompany(happened.subject_id):
        return
    for leave in leaves_to_come(happened.subject_id, day_of(happened.now)):
        end = call_off if leave.user_id == happened.subject_id else lose_deputy
        end(leave, actor=happened.actor, now=happened.now)
