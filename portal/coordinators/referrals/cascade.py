"""Goes on asking: a decline, or silence past its time, leads to the next co-operative that fits, in fair turn."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import free_slots
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.actions import refer_again
from portal.coordinators.referrals.models import Cascade, Referral
from portal.coordinators.referrals.rules import answer_due_at
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.referrals.turns import turns
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_bounds
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.queries import working
from portal.extensions import current_settings, db

NAME = N_("이어서 묻기")
UNDO_LASTS = timedelta(minutes=10)
"""So long a decline can be taken back before the next one is asked."""

SLOTS_LOOKED_AT = 200


def open_cascade(line_id: UUID) -> Cascade | None:
    return db.session.scalar(select(Cascade).where(Cascade.plan_line_id == line_id, Cascade.ended_at.is_(None)))


def allow_cascade(line: PlanLine, *, actor: Actor, now: datetime) -> None:
    """From now on a decline or silence about this line goes on by itself; allowed already, it stays so."""
    actor.require(Permission.REFERRAL_MANAGE)
    if open_cascade(line.id) is None and actor.user_id is not None:
        db.session.add(Cascade(plan_line_id=line.id, allowed_by_id=actor.user_id, allowed_at=now))
        db.session.flush()


def end_cascade(line_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The coordinator asks by hand again."""
    actor.require(Permission.REFERRAL_MANAGE)
    cascade = open_cascade(line_id)
    if cascade is not None:
        cascade.ended_at = now
        db.session.flush()


def go_on(referral: Referral, cascade: Cascade, now: datetime) -> Referral | None:
    """Ask the next co-operative in place of one that declined or was silent; None where nobody is left.

    It is done in the name of whoever allowed it. What the co-operatives learn of the person stays as it is: nothing
    before they accept.
    """
    actor = replace(SYSTEM, user_id=cascade.allowed_by_id, name=NAME)
    for slot in _offers(referral, now):
        try:
            with db.session.begin_nested():
                return refer_again(referral, slot.id, note=referral.note_for_provider, actor=actor, now=now)
        except DomainError:
            continue
    return None


def _offers(referral: Referral, now: datetime) -> Iterable[Slot]:
    """Of each co-operative that was not asked yet the time nearest to the one that was wished, in fair turn."""
    line = referral.plan_line
    after = answer_due_at(referral.urgency, now, current_settings().target, working())
    slots = free_slots(
        line.service_id,
        dong_code=referral.household.dong_code,
        after=after,
        before=day_bounds(line.until_on)[1],
        limit=SLOTS_LOOKED_AT,
    )
    asked = _asked_for(line.id)
    fresh = [slot for slot in slots if slot.organisation_id not in asked]
    for organisation_id in turns(line.service_id, {slot.organisation_id for slot in fresh}, now):
        own = (slot for slot in fresh if slot.organisation_id == organisation_id)
        yield min(own, key=lambda slot: (abs(slot.starts_at - referral.slot.starts_at), slot.starts_at))


def _asked_for(line_id: UUID) -> set[UUID]:
    """Who was asked for this line before and said no, or nothing."""
    came_to_nothing = (ReferralState.DECLINED, ReferralState.CLOSED, ReferralState.WITHDRAWN, ReferralState.REQUESTED)
    asked = select(Referral.organisation_id).where(
        Referral.plan_line_id == line_id, Referral.state.in_(came_to_nothing)
    )
    return set(db.session.scalars(asked))
