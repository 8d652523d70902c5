"""Puts another time in the place of one that cannot be."""

from datetime import datetime

from portal.audit.steps import lock
from portal.coordinators.referrals.actions import refer_again
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.times import next_slots_for
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.residents.households.locking import lock_household


def refer_to_next_slot(referral: Referral, *, actor: Actor, now: datetime) -> Referral:
    """Ask for the soonest free time that the gate lets pass, in place of this one; `Conflict` where there is none.

    Where no time passes, what the gate said of the last one is raised.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    lock_household(referral.household_id)
    lock(referral)
    refusal: DomainError = Conflict(
        N_("앞으로 비어 있는 다른 시간이 없습니다. 협동조합과 통화해 시간을 정해 주십시오.")
    )
    for slot in next_slots_for(referral, now=now):
        try:
            with db.session.begin_nested():
                return refer_again(referral, slot.id, note=referral.note_for_provider, actor=actor, now=now)
        except DomainError as error:
            refusal = error
    raise refusal
