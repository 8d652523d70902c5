"""Puts another time in the place of one that cannot be."""

from datetime import datetime

from portal.coordinators.referrals.actions import refer_again
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.times import next_slots_for
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db


def refer_to_next_slot(referral: Referral, *, actor: Actor, now: datetime) -> Referral:
    """Ask for the soonest free time that the gate lets pass, in place of this one; `Conflict` where there is none."""
    actor.require(Permission.REFERRAL_MANAGE)
    for slot in next_slots_for(referral, now=now):
        try:
            with db.session.begin_nested():
                return refer_again(referral, slot.id, note=referral.note_for_provider, actor=actor, now=now)
        except DomainError:
            continue
    raise Conflict(N_("앞으로 비어 있는 다른 시간이 없습니다. 협동조합과 통화해 시간을 정해 주십시오."))
