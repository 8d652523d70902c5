"""What the page of one household shows besides its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import Select, and_, exists, not_, or_
from sqlalchemy.orm import aliased

from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.queries import open_pairing
from portal.coordinators.caseload.scope import OPEN, cases_in_scope
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.desk.rules import CaseStanding, NextStep, needs_referral, next_steps
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.queries import RUNS, links_of_plan
from portal.coordinators.outside.states import UNHELPED
from portal.coordinators.plans.models import Assessment, CarePlan, PlanLine
from portal.coordinators.plans.queries import assessment_of, current_plans
from portal.coordinators.plans.states import HowOften, PlanState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import (
    NEEDS_COORDINATOR,
    is_answer_overdue,
    referrals_of_case,
    standings_of,
)
from portal.coordinators.referrals.rules import consent_hindrance
from portal.coordinators.referrals.states import OPEN_STATES, TAKING_STATES, ReferralState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import coming_visits
from portal.coordinators.waitlist.models import WaitEntry
from portal.core import clock
from portal.core.actors import Actor
from portal.duty.queries import working
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import consents_of

NOTE_SHOWN = timedelta(days=30)
"""How long a handover note stands on top of the page; afterwards it is found in the timeline."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line of the agreed plan with the referrals open for it, by their time, or with what other bodies do of it.

    What an earlier plan referred of the same service counts for it: a new plan does not make it undone.
    """

    line: PlanLine
    referrals: list[Referral]
    links: list[OutsideLink]
    needs_referral: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a household stands; `to_act_on` are the referrals that wait for the coordinator.

    `handover` is the pairing that brought a note, as long as the note is new; `links_elsewhere` runs at other
    bodies for services that the plan names no more.
    """

    handover: Pairing | None
    assessment: Assessment | None
    plan: CarePlan | None
    draft: CarePlan | None
    lines: list[PlannedLine]
    links_elsewhere: list[OutsideLink]
    to_act_on: list[Referral]
    coming: list[Visit]
    steps: list[NextStep]
    consents: list[Consent]

    @property
    def line_to_refer(self) -> PlanLine:
        """The line of the agreed plan that waits to be referred, or its first one that members do."""
        members_do = (row for row in self.lines if not row.line.service.is_linked)
        return next(chain((row for row in self.lines if row.needs_referral), members_do, self.lines)).line


def overview(case: CareCase, *, now: datetime) -> Overview:
    """Plan, referrals, coming visits and next steps of a case that the viewer may see."""
    plan, draft = current_plans(case)
    referrals = referrals_of_case(case.id)
    coming = coming_visits(case.household_id, now=now)
    links = links_of_plan(plan) if plan else ()
    lines = _lines(plan, referrals, links, now)
    consents = consents_of(case.application.person_id)
    stopping = NEEDS_COORDINATOR | (TAKING_STATES if consent_hindrance(standings_of(consents)) else frozenset())
    to_act_on = _once([one for one in referrals if one.state in stopping or is_answer_overdue(one, now)])
    standing = CaseStanding(
        state=case.state,
        first_visit_due_at=case.first_visit_due_at,
        first_visit_told_on=working().day_by(case.first_visit_due_at, case.opened_at),
        next_contact_on=case.next_contact_on,
        review_on=case.review_on,
        hold_until_on=case.hold_until_on,
        has_draft=draft is not None,
        referrals_to_act_on=len(to_act_on),
        lines_to_refer=sum(line.needs_referral for line in lines),
        next_visit_at=coming[0].starts_at if coming else None,
    )
    steps = next_steps(standing, now=now, today=clock.day_of(now))
    return Overview(
        _handover(case, now),
        assessment_of(case),
        plan,
        draft,
        lines,
        _elsewhere(links, lines),
        to_act_on,
        coming,
        steps,
        consents,
    )


def _elsewhere(links: Iterable[OutsideLink], lines: Iterable[PlannedLine]) -> list[OutsideLink]:
    shown = {link.id for line in lines for link in line.links}
    return [link for link in links if link.id not in shown and (link.closed_on is None or link.is_to_be_told)]


def _once(referrals: Iterable[Referral]) -> list[Referral]:
    """Regular visits wait for their answer as one."""
    asked = ReferralState.REQUESTED
    return list({(one.state is asked and one.series_id) or one.id: one for one in referrals}.values())


def _handover(case: CareCase, now: datetime) -> Pairing | None:
    pairing = open_pairing(case)
    is_new = pairing is not None and pairing.handover_note != "" and now - pairing.started_at < NOTE_SHOWN
    return pairing if is_new else None


def _lines(
    plan: CarePlan | None, referrals: Iterable[Referral], links: Iterable[OutsideLink], now: datetime
) -> list[PlannedLine]:
    if plan is None:
        return []
    today, all_of_them = clock.day_of(now), list(referrals)
    current = {line.id for line in plan.lines}
    earlier = [one for one in all_of_them if one.plan_line_id not in current]
    before = [one for one in links if one.plan_line_id not in current]
    planned = []
    for line in plan.lines:
        own = [one for one in all_of_them if one.plan_line_id == line.id]
        own += [one for one in earlier if one.service_id == line.service_id]
        passed_on = [one for one in links if one.plan_line_id == line.id]
        passed_on += [one for one in before if one.line.service_id == line.service_id]
        states = frozenset(one.state for one in own)
        waits = needs_referral(
            line.how_often, line.until_on, states, today, is_passed_on=any(_settles(one, line) for one in passed_on)
        )
        running = sorted((one for one in own if one.state in OPEN_STATES), key=lambda one: one.slot.starts_at)
        planned.append(PlannedLine(line, running, passed_on, waits))
    return planned


def _settles(link: OutsideLink, line: PlanLine) -> bool:
    """While a body is asked, whichever plan named the service; afterwards where it helped with this very line."""
    return link.closed_on is None or (link.plan_line_id == line.id and link.outcome not in UNHELPED)


def open_referrals(case: CareCase) -> list[Referral]:
    """What still runs; a case with any of them cannot close."""
    return [one for one in referrals_of_case(case.id) if one.state in OPEN_STATES]


def unreferred(lines: Select[Any], viewer: Actor, day: date) -> Select[Any]:
    """Of `lines` the agreed ones of the viewer's households of which `rules.needs_referral` is true, oldest first.

    What waits for a place comes up again with the place.
    """
    other, its_line = aliased(Referral), aliased(PlanLine)
    counts = and_(
        other.case_id == CareCase.id,
        other.service_id == PlanLine.service_id,
        or_(other.plan_line_id == PlanLine.id, its_line.plan_id != CarePlan.id),
    )
    happened = and_(PlanLine.how_often == HowOften.ONCE, other.state.in_((ReferralState.DONE, ReferralState.CLOSED)))
    settled = exists().where(its_line.id == other.plan_line_id, counts, or_(other.state.in_(OPEN_STATES), happened))
    passed_line = aliased(PlanLine)
    passed_on = exists().where(
        OutsideLink.case_id == CareCase.id,
        passed_line.id == OutsideLink.plan_line_id,
        passed_line.service_id == PlanLine.service_id,
        or_(passed_line.id == PlanLine.id, passed_line.plan_id != CarePlan.id),
        or_(RUNS, and_(PlanLine.id == passed_line.id, OutsideLink.outcome.not_in(UNHELPED))),
    )
    waits = exists().where(WaitEntry.plan_line_id == PlanLine.id, WaitEntry.closed_at.is_(None))
    return (
        lines.join(PlanLine.plan)
        .join(CarePlan.case)
        .where(cases_in_scope(viewer), OPEN, CareCase.state != CaseState.ON_HOLD, CarePlan.state == PlanState.AGREED)
        .where(PlanLine.until_on >= day, not_(settled), not_(passed_on), not_(waits))
        .order_by(CarePlan.agreed_at, PlanLine.position, PlanLine.id)
    )
