"""How the course of a referral is told to whoever may not know whom it is about, and which times are offered."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.audit.steps import Taken, history
from portal.consortium.catalogue.queries import price_on, providers_of
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals import times
from portal.coordinators.referrals.queries import known_organisations, residents_among
from portal.coordinators.referrals.rules import by_day, proposals, service_days
from portal.coordinators.referrals.states import REFERRAL_STATES, CancelledBy, ReferralState, ReferralVerb
from portal.coordinators.referrals.turns import turns
from portal.coordinators.visits.queries import last_workers
from portal.core import clock
from portal.extensions import current_settings
from portal.web.labels import label
from portal.workforce.workers.queries import able_at

Steps = list[Taken[ReferralState, ReferralVerb]]


def steps_taken(referral_id: UUID, *, names_residents: bool) -> Steps:
    """Who is cared for, and who helps them, took a step without a name unless it may be told."""
    steps = history(REFERRAL_STATES, referral_id)
    if names_residents:
        return steps
    residents = residents_among([step.by_id for step in steps if step.by_id is not None])
    unnamed = label(CancelledBy.RESIDENT)
    return [replace(step, by_name=unnamed) if step.by_id in residents else step for step in steps]


def offered_times(line: PlanLine, now: datetime) -> dict[str, Any]:
    """The free times in the order of the rule, what each costs, and who would come."""
    case, service, day = line.plan.case, line.service, clock.day_of(now)
    slots, known = times.slots_for(line, now=now), known_organisations(case.household_id)
    members = {slot.organisation_id for slot in slots}
    order, days = turns(service.id, members, now), service_days(case.application.urgency, current_settings().target)
    soon = now + timedelta(days=days)
    return {
        "proposals": proposals(slots, case.application.day_times, known=known, turns=order, soon=soon),
        "days": by_day(slots, order),
        "prices": {slot.id: price_on(service, clock.day_of(slot.starts_at)) for slot in slots},
        "known": known,
        "service_days": days,
        "able": able_at(slots),
        "came": last_workers(case.household_id),
        "providers": [] if slots else providers_of(service, day),
    }
