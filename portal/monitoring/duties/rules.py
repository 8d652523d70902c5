"""What the rules of a policy's edition say, as plain values kept in one JSON document, and by when each asks."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.rules import review_due_on, review_on
from portal.core.clock import day_bounds, day_of
from portal.core.dates import age_on
from portal.core.promises import Working
from portal.core.workdays import add_workdays
from portal.monitoring.duties.clocks import PutOff, Rest, after_pauses, after_rest, deadline, end_of_day, rested_until
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyTrigger, SpanUnit
from portal.monitoring.screening.states import RiskLevel
from portal.residents.applications.states import Urgency

ORDER_OF_RISK = tuple(RiskLevel)
"""The highest first."""


@dataclass(frozen=True)
class DutyRule:
    """One thing that a policy asks; all that it names of the household must hold, ages are in full years.

    It is due `amount` of `unit` after what triggers it, and where it repeats, for those whose last one lies from
    `from_day` until before `to_day` days after the pairing. `risk` is the least level. Households on hold are
    asked for nothing unless `state` names that.
    """

    name: str
    act: DutyAct
    trigger: DutyTrigger
    amount: int
    unit: SpanUnit = SpanUnit.DAYS
    from_day: int = 0
    to_day: int | None = None
    programme: str = ""
    risk: RiskLevel | None = None
    state: CaseState | None = None
    age_from: int | None = None
    age_to: int | None = None
    urgent: bool = False
    by: DutyBy = DutyBy.COORDINATOR

    @property
    def task(self) -> str:
        """What tells tasks apart; each other act is one, whoever asks for it."""
        return self.name if self.act is DutyAct.TASK else ""


@dataclass(frozen=True)
class PolicyRules:
    """`waiting_workdays`: so long after the first try a household that does not answer keeps its time.

    `waiting_hours`: so long the clock of what is due in hours stands in all, while they asked for a later time.
    """

    duties: tuple[DutyRule, ...] = ()
    waiting_workdays: int = 3
    waiting_hours: int = 24


_ADAPTER = TypeAdapter(PolicyRules)


def to_document(rules: PolicyRules) -> dict[str, Any]:
    """`rules` as they are kept: JSON values."""
    document: dict[str, Any] = _ADAPTER.dump_python(rules, mode="json")
    return document


def from_document(document: dict[str, Any]) -> PolicyRules:
    """The rules that `to_document` kept; raises `pydantic.ValidationError` on anything else."""
    return _ADAPTER.validate_python(document)


@dataclass(frozen=True)
class Asking:
    """A rule, and since when its policy has asked for just this: nobody is late by what nobody asked."""

    rule: DutyRule
    since_on: date


@dataclass(frozen=True)
class Edition:
    """An edition in force as a value."""

    id: UUID
    asks: tuple[Asking, ...]
    waiting_workdays: int = PolicyRules.waiting_workdays
    waiting_hours: int = PolicyRules.waiting_hours


@dataclass(frozen=True, kw_only=True)
class CareFacts:
    """What is known of a household in care, as far as anything depends on it.

    `reached_at` is the last time that somebody answered, `tried_at` the first try since that led to no talk, because
    nobody answered or they asked to be called later, `tried_last_at` the last one that nobody answered, `put_off`
    what they asked for since the pairing, the first one first, `visited_at` the first visit of a co-operative since
    they answered, `rests` when nobody asks for anything, or they are away. `next_contact_on`, `first_visit_due_at` and
    `review_on` are the days that the case keeps.
    """

    case_id: UUID
    coordinator_id: UUID
    state: CaseState
    opened_at: datetime
    closed_at: datetime | None = None
    next_contact_on: date | None = None
    first_visit_due_at: datetime
    review_on: date | None = None
    birth_on: date | None = None
    urgency: Urgency = Urgency.NORMAL
    programmes: frozenset[str] = frozenset()
    risk: RiskLevel | None = None
    reached_at: datetime | None = None
    tried_at: datetime | None = None
    tried_last_at: datetime | None = None
    put_off: tuple[PutOff, ...] = ()
    home_visited_at: datetime | None = None
    visited_at: datetime | None = None
    assessed_at: datetime | None = None
    plan_agreed_at: datetime | None = None
    plan_ends_on: date | None = None
    tasks_done: dict[str, datetime] = field(default_factory=dict)
    rests: tuple[Rest, ...] = ()

    @property
    def silent_since(self) -> datetime:
        """When somebody last heard of them."""
        return max(self.reached_at, self.opened_at) if self.reached_at else self.opened_at


@dataclass(frozen=True)
class Asked:
    """What a rule asks of a household: since when, and at the latest when; `edition_id` None: the case itself.

    `waits`: it is due later than its rule says, because the household asked for that.
    """

    act: DutyAct
    since_at: datetime
    due_at: datetime
    in_hours: bool = False
    edition_id: UUID | None = None
    name: str = ""
    task: str = ""
    by: DutyBy = DutyBy.COORDINATOR
    waits: bool = False


def asked(facts: CareFacts, editions: tuple[Edition, ...], now: datetime, working: Working) -> list[Asked]:
    """The strictest of what all policies in force ask, for each act and task once."""
    strictest: dict[tuple[DutyAct, str], Asked] = {}
    for edition in editions:
        for asking in edition.asks:
            found = _asked_by(asking, edition, facts, now, working)
            known = strictest.get((asking.rule.act, asking.rule.task))
            if found is not None and (known is None or found.due_at < known.due_at):
                strictest[found.act, found.task] = found
    return list(strictest.values())


def _asked_by(asking: Asking, edition: Edition, facts: CareFacts, now: datetime, working: Working) -> Asked | None:
    rule = asking.rule
    since = _since(rule, facts) if is_meant(rule, facts, day_of(now)) else None
    if since is None:
        return None
    counts_from = max(since, day_bounds(asking.since_on)[0])
    due_at = deadline(rule.amount, rule.unit, counts_from, working)
    if rule.trigger is DutyTrigger.PLAN_ENDS and facts.plan_ends_on:
        due_at = end_of_day(review_due_on(review_on(facts.plan_ends_on, day_of(counts_from), rule.amount)))
    in_hours = rule.unit is SpanUnit.HOURS
    last_at = held_back(rule.act, due_at, facts, edition, in_hours=in_hours)
    return Asked(rule.act, since, last_at, in_hours, edition.id, rule.name, rule.task, rule.by, last_at != due_at)


def held_back(
    act: DutyAct, due_at: datetime, facts: CareFacts, limits: Edition | PolicyRules, *, in_hours: bool
) -> datetime:
    """When what is due at `due_at` is due in truth: the one rule for whatever a household lets wait or rests from.

    Never earlier, and later by `limits` alone where they only let us wait. What rests is due on the working day after,
    and waits anew from then on.
    """
    if act is DutyAct.REVIEW:
        return after_rest(due_at, facts.rests, act)
    if not in_hours:
        return after_rest(_waits_days(act, due_at, facts, limits), facts.rests, act)
    limit = timedelta(hours=limits.waiting_hours)
    waited = after_pauses(due_at, facts.put_off, limit)
    rested = after_rest(waited, facts.rests, act)
    since = rested_until(facts.rests, act, facts.opened_at)
    anew = tuple(one for one in facts.put_off if one.asked_at > since)
    return rested if rested == waited else after_rest(after_pauses(rested, anew, limit), facts.rests, act)


def _waits_days(act: DutyAct, due_at: datetime, facts: CareFacts, limits: Edition | PolicyRules) -> datetime:
    """A contact waits from a try that nobody answered to the next one, whatever is done at home for the day they asked.

    Silence puts no visit off. Somebody who is away can be called: a contact waits for them within the limit alone.
    """
    is_contact = act is DutyAct.CONTACT
    silent_since = facts.opened_at if act is DutyAct.ASSESSMENT else facts.silent_since
    since = rested_until(facts.rests, act, silent_since)
    put_off = [one for one in facts.put_off if one.asked_at > since]
    first_at = facts.tried_at if is_contact else min((one.asked_at for one in put_off), default=None)
    again_on = [day_of(one.until_at) for one in put_off]
    waits = [due_at]
    if is_contact and facts.tried_last_at is not None:
        again_on.append(add_workdays(day_of(facts.tried_last_at), 1))
    if again_on and first_at is not None:
        waits.append(end_of_day(min(max(again_on), add_workdays(day_of(first_at), limits.waiting_workdays))))
    if is_contact:
        away = [replace(one, acts=frozenset({act})) for one in facts.rests if one.is_absence]
        latest_at = end_of_day(add_workdays(day_of(due_at), limits.waiting_workdays))
        waits.append(min(after_rest(due_at, away, act), latest_at))
    return max(waits)


def is_meant(rule: DutyRule, facts: CareFacts, day: date) -> bool:
    """Whether a household is one of those for whom the rule stands."""
    if facts.closed_at is not None or (facts.state is not rule.state if rule.state else _rests(facts)):
        return False
    if rule.programme and rule.programme not in facts.programmes:
        return False
    if rule.urgent and facts.urgency is not Urgency.URGENT:
        return False
    return _is_at_risk(rule, facts) and _is_of_age(rule, facts, day)


def _rests(facts: CareFacts) -> bool:
    return facts.state is CaseState.ON_HOLD


def _is_at_risk(rule: DutyRule, facts: CareFacts) -> bool:
    if rule.risk is None:
        return True
    return facts.risk is not None and ORDER_OF_RISK.index(facts.risk) <= ORDER_OF_RISK.index(rule.risk)


def _is_of_age(rule: DutyRule, facts: CareFacts, day: date) -> bool:
    if rule.age_from is None and rule.age_to is None:
        return True
    if facts.birth_on is None:
        return False
    age = age_on(facts.birth_on, day)
    return (rule.age_from or 0) <= age and (rule.age_to is None or age <= rule.age_to)


def last_done(act: DutyAct, task: str, facts: CareFacts) -> datetime | None:
    """When it was done last in this course of care."""
    done = {
        DutyAct.CONTACT: facts.reached_at,
        DutyAct.HOME_VISIT: facts.home_visited_at,
        DutyAct.ASSESSMENT: facts.assessed_at,
        DutyAct.REVIEW: facts.plan_agreed_at,
        DutyAct.TASK: facts.tasks_done.get(task),
    }[act]
    return done if done is not None and done >= facts.opened_at else None


def _since(rule: DutyRule, facts: CareFacts) -> datetime | None:
    """From when the time counts; None while the rule asks nothing."""
    done = last_done(rule.act, rule.task, facts)
    if rule.trigger is DutyTrigger.PAIRED:
        return None if done else facts.opened_at
    if rule.trigger is DutyTrigger.VISITED:
        return facts.visited_at
    if rule.trigger is DutyTrigger.PLAN_ENDS:
        is_over = rule.act is DutyAct.TASK and done and facts.plan_agreed_at and done >= facts.plan_agreed_at
        return None if is_over or facts.plan_ends_on is None else facts.plan_agreed_at
    since = done or facts.opened_at
    days = (day_of(since) - day_of(facts.opened_at)).days
    return since if rule.from_day <= days and (rule.to_day is None or days < rule.to_day) else None
