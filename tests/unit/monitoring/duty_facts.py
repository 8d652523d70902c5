"""Households in care and editions of policies, as plain values."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portal.coordinators.caseload.states import CaseState
from portal.core.clock import at, day_of
from portal.core.promises import Working
from portal.core.targets import Targets
from portal.monitoring.duties.rules import Asking, CareFacts, DutyRule, Edition, asked
from portal.monitoring.duties.states import DutyAct, DutyTrigger, SpanUnit

MONDAY = at(date(2026, 11, 2), time(10))
HOURS = Working(time(9), time(18))
TARGETS = Targets()
OWNER = UUID(int=7)
A, T, U = DutyAct, DutyTrigger, SpanUnit
SINCE = date(2026, 1, 1)
WEEKLY = DutyRule("매주", A.CONTACT, T.EVERY, 7)
IN_TWO_DAYS = DutyRule("첫 연락", A.CONTACT, T.PAIRED, 2)


def household(**values: Any) -> CareFacts:
    given_values: dict[str, Any] = {
        "case_id": OWNER,
        "coordinator_id": OWNER,
        "state": CaseState.IN_SERVICE,
        "opened_at": MONDAY,
        "first_visit_due_at": MONDAY + timedelta(hours=72),
        "next_contact_on": day_of(MONDAY) + timedelta(days=30),
    }
    return CareFacts(**(given_values | values))


def edition(*rules: DutyRule, since_on: date = SINCE, waiting: int = 3, key: int = 1) -> Edition:
    return Edition(UUID(int=key), tuple(Asking(rule, since_on) for rule in rules), waiting)


def due_on(facts: CareFacts, *editions: Edition, act: DutyAct = A.CONTACT, now: datetime = MONDAY) -> date | None:
    found = [one for one in asked(facts, editions, now, HOURS) if one.act is act]
    return day_of(found[0].due_at) if found else None
