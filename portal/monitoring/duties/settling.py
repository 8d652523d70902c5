"""Decides what becomes of what is due to one household: which duties it has, when each is due, which have ended."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from portal.coordinators.caseload.rules import next_contact_on
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.rules import review_due_on, review_on
from portal.core.clock import day_of
from portal.core.targets import Targets
from portal.core.urgency import WEEK, Due, is_overdue
from portal.monitoring.duties.clocks import after_rest, end_of_day
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.rules import Asked, CareFacts, PolicyRules, held_back, last_done
from portal.monitoring.duties.states import DutyAct, DutyOutcome, DutyStanding


@dataclass(frozen=True)
class Kept:
    """A day or moment that the case itself keeps: the strictest of it and what is asked counts."""

    act: DutyAct
    due_at: datetime
    usual_at: datetime
    """What it would be if nothing asked for an earlier one."""

    in_hours: bool = False


OWN_LIMITS = PolicyRules()
"""How long what the case itself asks waits at most."""
KEPT_BY_CASE = frozenset({DutyAct.CONTACT, DutyAct.ASSESSMENT, DutyAct.REVIEW})


def wanted(
    facts: CareFacts,
    asked: Collection[Asked],
    duties: Collection[CareDuty],
    targets: Targets,
    *,
    is_day_chosen: bool = False,
) -> list[Asked]:
    """What is due to the household: what policies ask, and what the case asks by itself, each act once.

    With `is_day_chosen` the days that the case keeps were set by an act at this moment. The day of a contact that
    somebody chose counts also while they are away.
    """
    by_act = {one.act: one for one in asked if one.act in KEPT_BY_CASE}
    set_by_policy = set() if is_day_chosen else {(duty.act, duty.due_at) for duty in duties if duty.edition_id}
    found = [one for one in asked if one.act not in KEPT_BY_CASE]
    for kept in _kept_by(facts, targets):
        own_at = kept.usual_at if (kept.act, kept.due_at) in set_by_policy else kept.due_at
        if kept.act is not DutyAct.CONTACT:
            own_at = after_rest(own_at, facts.rests, kept.act)
        found.append(_stricter(facts, kept, own_at, by_act.get(kept.act)))
    return found


def _kept_by(facts: CareFacts, targets: Targets) -> Iterator[Kept]:
    if facts.closed_at is not None:
        return
    if facts.next_contact_on is not None:
        since = day_of(facts.silent_since)
        usual_at = end_of_day(next_contact_on(since, visit_on=None, targets=targets))
        usual_at = held_back(DutyAct.CONTACT, usual_at, facts, OWN_LIMITS, in_hours=False)
        yield Kept(DutyAct.CONTACT, end_of_day(facts.next_contact_on), usual_at)
    if facts.state is CaseState.PAIRED:
        usual_at = facts.opened_at + timedelta(hours=targets.first_visit_hours)
        usual_at = held_back(DutyAct.ASSESSMENT, usual_at, facts, OWN_LIMITS, in_hours=True)
        own_at = usual_at if facts.put_off else min(facts.first_visit_due_at, usual_at)
        yield Kept(DutyAct.ASSESSMENT, own_at, usual_at, in_hours=True)
    if facts.review_on is not None and facts.plan_ends_on is not None and facts.state is not CaseState.ON_HOLD:
        agreed_on = day_of(facts.plan_agreed_at or facts.opened_at)
        usual_on = review_on(facts.plan_ends_on, agreed_on, targets.closure_review_days)
        yield Kept(DutyAct.REVIEW, _review_end(facts.review_on), _review_end(usual_on))


def _review_end(comes_up_on: date) -> datetime:
    return end_of_day(review_due_on(comes_up_on))


def _stricter(facts: CareFacts, kept: Kept, own_at: datetime, asked: Asked | None) -> Asked:
    """What is asked, unless the case's own time is earlier; a first visit that was put off waits in both."""
    is_put_off = asked is not None and asked.waits and kept.act is DutyAct.ASSESSMENT
    if asked is not None and (asked.due_at <= own_at or is_put_off):
        return replace(asked, since_at=since_of(kept.act, facts))
    return Asked(kept.act, since_of(kept.act, facts), own_at, kept.in_hours)


def since_of(act: DutyAct, facts: CareFacts) -> datetime:
    """Of a contact, since when nobody spoke to the household."""
    if act is DutyAct.CONTACT:
        return facts.silent_since
    return (facts.plan_agreed_at or facts.opened_at) if act is DutyAct.REVIEW else facts.opened_at


def ended_as(
    duty: CareDuty, facts: CareFacts, *, is_wanted: bool, now: datetime
) -> tuple[DutyOutcome, datetime] | None:
    """What became of an open duty and when; None while it goes on."""
    done = last_done(duty.act, duty.task, facts)
    if done is not None and (done > duty.since_at or duty.act is DutyAct.ASSESSMENT):
        return DutyOutcome.DONE, done
    if facts.closed_at is not None and duty.act is DutyAct.REVIEW:
        return DutyOutcome.DONE, facts.closed_at
    if is_wanted:
        return None
    return (DutyOutcome.MISSED if is_late(duty, now) else DutyOutcome.DROPPED), facts.closed_at or now


def is_late(duty: CareDuty, now: datetime) -> bool:
    """Whether a deadline of it passed before it was done, or has passed now."""
    return duty.missed_due_at is not None or is_overdue(duty.due, duty.ended_at or now)


def standing_of(duty: CareDuty, now: datetime) -> DutyStanding:
    """`queries` say the same in SQL."""
    if duty.outcome is DutyOutcome.DONE:
        return DutyStanding.DONE_LATE if is_late(duty, now) else DutyStanding.DONE
    if duty.outcome is not None:
        return DutyStanding(duty.outcome.value)
    return open_standing(duty.due, now)


def open_standing(due: Due, now: datetime) -> DutyStanding:
    if is_overdue(due, now):
        return DutyStanding.OVERDUE
    day = day_of(due) if isinstance(due, datetime) else due
    return DutyStanding.SOON if day is not None and day <= day_of(now) + WEEK else DutyStanding.AHEAD
