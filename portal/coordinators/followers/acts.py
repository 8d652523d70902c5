"""What each follower does, in the transaction of the event that it follows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.coordinators.caseload.queries import open_case_of_household
from portal.coordinators.caseload.states import CaseVerb
from portal.coordinators.followers.queries import accompanied_by, resting_among
from portal.coordinators.gate.actions import tell_broken
from portal.coordinators.referrals.actions import CALL_OFF, hold_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import referrals_of_case
from portal.coordinators.referrals.states import ReferralState
from portal.core.errors import Conflict
from portal.core.events import Event, Happened, tell
from portal.core.messages import N_
from portal.core.permissions import Actor
from portal.residents.households.changes import is_another_dong
from portal.residents.households.models import FactChange, Person

HAND_OVER_FIRST = N_(
    "아직 %(count)d가구를 담당하고 있습니다. 담당을 모두 다른 코디네이터에게 넘긴 뒤 계정을 닫아 주십시오."
)


def rest_bookings(happened: Happened) -> None:
    """While care rests, visits of those days are called off and requests are held; both are told."""
    case = open_case_of_household(happened.subject_id)
    running = referrals_of_case(case.id) if case else []
    for referral in resting_among(running, happened.last_day, happened.now):
        if referral.state is ReferralState.BOOKED:
            CALL_OFF.only()(referral, CaseVerb.HOLD.words, happened.actor, happened.now)
        else:
            hold_referral(referral, note=CaseVerb.HOLD.words, actor=happened.actor, now=happened.now)


def ask_bookings_of_household(happened: Happened) -> None:
    """What is booked is asked of the gate again; what breaks is told at once."""
    tell_broken(Referral.household_id == happened.subject_id, now=happened.now)


def ask_bookings_of_person(happened: Happened) -> None:
    household = select(Person.household_id).where(Person.id == happened.subject_id)
    tell_broken(Referral.household_id.in_(household), now=happened.now)


def ask_bookings_of_member(happened: Happened) -> None:
    tell_broken(Referral.organisation_id == happened.subject_id, now=happened.now)


def ask_bookings_of_file(person: Person, changes: Sequence[FactChange], actor: Actor, now: datetime) -> None:
    """Who lives in another dong since is another household to the co-operatives that go there."""
    if any(is_another_dong(change) for change in changes):
        tell(Event.MOVED, person.household_id, actor=actor, now=now)


def refuse_leaving_households(happened: Happened) -> None:
    """Nobody is ever without somebody: whoever accompanies a household hands it over before the account closes."""
    count = accompanied_by(happened.subject_id)
    if count:
        raise Conflict(HAND_OVER_FIRST, count=count)
