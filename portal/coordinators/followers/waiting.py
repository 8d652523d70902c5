"""Who waits for a place no more, or by another plan, what is kept for them no more, and what members newly offer."""

from portal.consortium.capacity.models import Slot
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_person
from portal.coordinators.referrals.queries import consent_standings
from portal.coordinators.referrals.rules import consent_hindrance
from portal.coordinators.waitlist.actions import end_waits, go_on_by_new_plan
from portal.coordinators.waitlist.offering import offer_all
from portal.coordinators.waitlist.states import WaitEnd
from portal.coordinators.waitlist.withdrawing import withdraw_broken
from portal.core.events import Happened


def end_waits_of_hold(happened: Happened) -> None:
    end_waits(happened.subject_id, WaitEnd.HELD, actor=happened.actor, now=happened.now)


def end_waits_of_closure(happened: Happened) -> None:
    end_waits(happened.subject_id, WaitEnd.CLOSED, actor=happened.actor, now=happened.now)


def end_waits_of_death(happened: Happened) -> None:
    """What the household of the one waits for whom its care is about."""
    case = open_case_of_person(happened.subject_id)
    if case is not None:
        end_waits(case.household_id, WaitEnd.DIED, actor=happened.actor, now=happened.now)


def end_waits_of_consent(happened: Happened) -> None:
    """Nobody may come without the consents that a referral needs."""
    case = open_case_of_person(happened.subject_id)
    if case is not None and consent_hindrance(consent_standings(happened.subject_id)):
        end_waits(case.household_id, WaitEnd.CONSENT, actor=happened.actor, now=happened.now)


def withdraw_places_of_member(happened: Happened) -> None:
    """What is kept in its times and can be had no more."""
    withdraw_broken(Slot.organisation_id == happened.subject_id, now=happened.now)


def withdraw_places_of_household(happened: Happened) -> None:
    withdraw_broken(CareCase.household_id == happened.subject_id, now=happened.now)


def wait_by_new_plan(happened: Happened) -> None:
    go_on_by_new_plan(happened.subject_id, actor=happened.actor, now=happened.now)


def offer_places_of_member(happened: Happened) -> None:
    """Whatever a member has free since is kept for those who wait."""
    offer_all(happened.now, happened.subject_id)
