"""How the course of a referral is told to whoever may not know whom it is about."""

from dataclasses import replace
from uuid import UUID

from portal.audit.steps import Taken, history
from portal.coordinators.referrals.queries import residents_among
from portal.coordinators.referrals.states import REFERRAL_STATES, CancelledBy, ReferralState, ReferralVerb
from portal.web.labels import label

Steps = list[Taken[ReferralState, ReferralVerb]]


def steps_taken(referral_id: UUID, *, names_residents: bool) -> Steps:
    """Who is cared for, and who helps them, took a step without a name unless it may be told."""
    steps = history(REFERRAL_STATES, referral_id)
    if names_residents:
        return steps
    residents = residents_among([step.by_id for step in steps if step.by_id is not None])
    unnamed = label(CancelledBy.RESIDENT)
    return [replace(step, by_name=unnamed) if step.by_id in residents else step for step in steps]
