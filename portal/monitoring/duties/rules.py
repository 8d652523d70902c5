"""What the rules of a policy's edition say, as plain values kept in one JSON document, and by when each asks."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.rules import review_due_on, review_on
from portal.core.clock import day_bounds, day_of
from portal.core.dates import age_on
from portal.core.promises import Working
from portal.core.workdays import add_workdays, next_workday
from portal.monitoring.duties.clocks import PutOff, after_pauses, deadline, end_of_day
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


@dataclass(frozen=True)
class Exempt:
    """No act of this kind is asked until the end of `until_on`, the day on which it was taken back where it was."""

    act: DutyAct
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class CareFacts:
    """What is known of a household in care, as far as anything depends on it.

    `reached_at` is the last time that somebody answered, `tried_at` the first try since that led to no talk, because
    nobody answered or they asked to be called later, `tried_last_at` the last one that nobody answered, `put_off`
    what they asked for since the pairing, the first one first, `visited_at` the first visit of a co-operative since
    they answered. `next_contact_on`, `first_visit_due_at` and `review_on` are the days that the case keeps.
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
    exempt: tuple[Exempt, ...] = ()

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
    waits_until = _waits_until(rule.act, due_at, facts, edition, in_hours=in_hours)
    last_at = after_exemption(waits_until, rule.act, facts.exempt)
    waits = waits_until != due_at
    return Asked(rule.act, since, last_at, in_hours, edition.id, rule.name, rule.task, rule.by, waits)


def _waits_until(act: DutyAct, due_at: datetime, facts: CareFacts, edition: Edition, *, in_hours: bool) -> datetime:
    """When it is due because the household lets us wait: never earlier than `due_at`, nor later than the limit allows.

    Counted in days, a contact waits from a try that nobody answered to the next one, and as a first visit for the
    day for which they asked. What is counted in hours waits for that alone: silence puts no visit off.
    """
    if act not in (DutyAct.CONTACT, DutyAct.ASSESSMENT):
        return due_at
    if in_hours:
        return after_pauses(due_at, facts.put_off, timedelta(hours=edition.waiting_hours))
    is_contact = act is DutyAct.CONTACT
    put_off = [one for one in facts.put_off if one.asked_at > facts.silent_since or not is_contact]
    first_at = facts.tried_at if is_contact else min((one.asked_at for one in put_off), default=None)
    again_on = [day_of(one.until_at) for one in put_off]
    if is_contact and facts.tried_last_at is not None:
        again_on.append(add_workdays(day_of(facts.tried_last_at), 1))
    if not again_on or first_at is None:
        return due_at
    return max(due_at, end_of_day(min(max(again_on), add_workdays(day_of(first_at), edition.waiting_workdays))))


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


def after_exemption(due_at: datetime, act: DutyAct, exempt: tuple[Exempt, ...]) -> datetime:
    """What was due by the end of an exemption, or overdue before it, is due on the first working day after it."""
    for one in sorted(exempt, key=lambda each: each.from_on):
        if one.act is act and day_of(due_at) <= one.until_on:
            due_at = end_of_day(next_workday(one.until_on + timedelta(days=1)))
    return due_at
