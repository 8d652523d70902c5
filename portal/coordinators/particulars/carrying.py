"""Carries what is known for a line to the visits that an earlier plan asked for, and to the draft."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portal.coordinators.caseload.queries import open_case_of_household
from portal.coordinators.plans.continuing import lines_before, lines_continued
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.queries import agreed_plan_of, draft_of, plans_of
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.notices import notify_of_facts
from portal.coordinators.referrals.queries import open_referrals_of_line
from portal.coordinators.referrals.states import TAKING_STATES
from portal.core.events import Happened
from portal.core.questions import Answers
from portal.extensions import db


def put_facts(line: PlanLine, facts: Answers, now: datetime) -> bool:
    """Put them on the line and on those it continues that have visits to come; who comes hears what is new to them.

    Returns False where all knew them.
    """
    coming = _visits_to_come(line) if line.plan.state is PlanState.AGREED else []
    known = [(referral, referral.known_facts) for referral in coming]
    lines = {line, *(referral.plan_line for referral in coming)}
    if all(each.facts == facts for each in lines):
        return False
    for each in lines:
        each.facts = dict(facts)
    db.session.flush()
    tell_of_facts((referral for referral, before in known if referral.known_facts != before), now)
    return True


def _visits_to_come(line: PlanLine) -> list[Referral]:
    """What was asked for the line, or for one that it continues: of a service that stands twice, no other's."""
    earlier = [plan for plan in plans_of(line.plan.case) if plan.number < line.plan.number]
    lines = {line, *lines_continued(line, earlier)}
    return [referral for referral in open_referrals_of_line(line) if referral.plan_line in lines]


def put_on_draft(line: PlanLine, before: Answers) -> None:
    """What is answered anew on the agreed line is so on the draft too, save where the draft was answered otherwise."""
    draft = draft_of(line.plan.case)
    if draft is None or draft is line.plan:
        return
    for other, continued in zip(draft.lines, lines_before(draft.lines, line.plan.lines), strict=True):
        if continued is line:
            other.facts = _answered_anew(other.facts, before, line.facts)


def _answered_anew(own: Answers, before: Answers, after: Answers) -> dict[str, str]:
    names = [*after, *(name for name in own if name not in after)]
    chosen = {name: (after if own.get(name) == before.get(name) else own).get(name, "") for name in names}
    return {name: answer for name, answer in chosen.items() if answer}


def carry_to_visits(happened: Happened) -> None:
    """What the new plan knows reaches the visits that the plan before it has asked for."""
    case = open_case_of_household(happened.subject_id)
    plan = agreed_plan_of(case) if case is not None else None
    for line in plan.lines if plan else ():
        put_facts(line, line.facts, happened.now)


def tell_of_facts(referrals: Iterable[Referral], now: datetime) -> None:
    """Each member once, of the first visit of its own."""
    told: set[UUID] = set()
    for referral in referrals:
        if referral.state in TAKING_STATES and referral.organisation_id not in told:
            told.add(referral.organisation_id)
            notify_of_facts(referral, now)
