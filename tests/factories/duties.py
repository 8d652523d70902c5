"""Policies with an edition in force, duties in any standing, exemptions."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.clock import day_bounds
from portal.core.editions import EditionState
from portal.core.ids import new_id
from portal.extensions import db
from portal.monitoring.duties.models import CareDuty, DutyExemption, DutyPolicy, DutyPolicyEdition
from portal.monitoring.duties.queries import duties_of_case
from portal.monitoring.duties.rules import DutyRule, PolicyRules, to_document
from portal.monitoring.duties.states import DutyAct, DutyOutcome, DutyTrigger, SpanUnit
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_paired

_numbers = count(1)
MONTHLY = DutyRule("다달이", DutyAct.CONTACT, DutyTrigger.EVERY, 30)
WEEKLY = DutyRule("매주", DutyAct.CONTACT, DutyTrigger.EVERY, 7)
IN_TWO_DAYS = DutyRule("첫 연락", DutyAct.CONTACT, DutyTrigger.PAIRED, 2)
HOME_VISIT = DutyRule("찾아가기", DutyAct.HOME_VISIT, DutyTrigger.EVERY, 90)
FIRST_VISIT = DutyRule("첫 방문", DutyAct.ASSESSMENT, DutyTrigger.PAIRED, 72, SpanUnit.HOURS)
TASK = DutyRule("열쇠 확인", DutyAct.TASK, DutyTrigger.PAIRED, 3, SpanUnit.WORKDAYS)


def make_policy(**values: Any) -> DutyPolicy:
    """A policy without editions."""
    number = next(_numbers)
    given = {"code": f"policy_{number}", "name": f"기준 {number}", "position": number, "created_at": NOW}
    policy = DutyPolicy(**(given | values))
    db.session.add(policy)
    db.session.flush()
    return policy


def make_policy_edition(
    *rules: DutyRule,
    policy: DutyPolicy | None = None,
    starts_on: date = date(2026, 1, 1),
    state: EditionState = EditionState.PUBLISHED,
    waiting_workdays: int = 3,
    waiting_hours: int = 24,
    **values: Any,
) -> DutyPolicyEdition:
    """In force since the beginning of 2026: monthly contacts, unless told otherwise."""
    policy = policy or make_policy()
    edition = DutyPolicyEdition(
        id=new_id(),
        policy_id=policy.id,
        policy=policy,
        number=next(_numbers),
        starts_on=starts_on,
        state=state,
        document=to_document(PolicyRules(rules or (MONTHLY,), waiting_workdays, waiting_hours)),
        written_at=NOW,
        published_at=day_bounds(starts_on)[0] if state is EditionState.PUBLISHED else None,
        **values,
    )
    db.session.add(edition)
    db.session.flush()
    db.session.expire(policy, ["editions"])
    return edition


def make_duty(case: CareCase | None = None, *, due_at: datetime = NOW + timedelta(days=3), **values: Any) -> CareDuty:
    """A home visit that is open, unless told otherwise."""
    case = case or make_paired()
    given = {"act": DutyAct.HOME_VISIT, "since_at": NOW - timedelta(days=30)}
    duty = CareDuty(case_id=case.id, case=case, coordinator_id=case.coordinator_id, due_at=due_at, **(given | values))
    db.session.add(duty)
    db.session.flush()
    return duty


def make_exemption(case: CareCase | None = None, *, until_on: date = TODAY + timedelta(days=14)) -> DutyExemption:
    case = case or make_paired()
    exemption = DutyExemption(
        case_id=case.id, act=DutyAct.CONTACT, from_on=TODAY, until_on=until_on, reason="입원하심", at=NOW
    )
    db.session.add(exemption)
    db.session.flush()
    return exemption


def duty_of(case: CareCase, act: DutyAct = DutyAct.CONTACT) -> CareDuty:
    (found,) = [duty for duty in duties_of_case(case.id) if duty.act is act and duty.ended_at is None]
    return found


def ended_of(case: CareCase, act: DutyAct = DutyAct.CONTACT) -> list[DutyOutcome | None]:
    return [duty.outcome for duty in duties_of_case(case.id) if duty.act is act and duty.ended_at is not None]


def call(
    case: CareCase, outcome: ContactOutcome = ContactOutcome.WELL, *, days: int = 1, next_on: date | None = None
) -> None:
    now = NOW + timedelta(days=days)
    record_contact(case, ContactMeans.CALL, outcome, "", actor=case.coordinator.actor, now=now, next_on=next_on)
