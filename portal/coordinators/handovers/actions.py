"""Begins hand-overs, and takes down what each side says."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from portal.audit.steps import take
from portal.coordinators.caseload.handed import HandedOver
from portal.coordinators.handovers import notices
from portal.coordinators.handovers.models import Handover
from portal.coordinators.handovers.states import HANDOVER_STATES, HandoverVerb
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError, Forbidden
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.workdays import add_workdays
from portal.extensions import current_settings, db


def begin_handovers(handed: Sequence[HandedOver], actor: Actor, now: datetime) -> None:
    """Both sides are asked for their part, in one mail each."""
    due_on = add_workdays(clock.day_of(now), current_settings().target.handover_workdays)
    bundle_id = new_id()
    bundle = [_begin(each, actor, now) for each in handed]
    for handover in bundle:
        handover.bundle_id, handover.due_on = bundle_id, due_on
    db.session.flush()
    notices.tell_both(bundle, now)


def _begin(handed: HandedOver, actor: Actor, now: datetime) -> Handover:
    handover = Handover(
        case=handed.case,
        pairing=handed.pairing,
        giver=handed.former,
        taker=handed.case.coordinator,
        begun_at=now,
        note="",
    )
    db.session.add(handover)
    take(HANDOVER_STATES, handover, HandoverVerb.BEGIN, actor=actor, now=now, subject=_subject(handover))
    return handover


def give(handover: Handover, note: str, *, actor: Actor, now: datetime) -> None:
    """What the other must know of this household. The office may write it for somebody who has left."""
    _require_side(handover.from_id, actor, or_office=True)
    if not note:
        raise DomainError(N_("다음 코디네이터가 알아야 할 것을 적어 주십시오."), "note")
    take(HANDOVER_STATES, handover, HandoverVerb.GIVE, actor=actor, now=now, subject=_subject(handover))
    handover.note, handover.given_at = note, now
    db.session.flush()


def take_over(handover: Handover, *, actor: Actor, now: datetime) -> None:
    """인수했습니다: nobody says so for somebody else, but who stands in for them."""
    _require_side(handover.to_id, actor, or_office=False)
    take(HANDOVER_STATES, handover, HandoverVerb.TAKE, actor=actor, now=now, subject=_subject(handover))
    handover.taken_at = now
    db.session.flush()


def _require_side(user_id: UUID, actor: Actor, *, or_office: bool) -> None:
    actor.require(Permission.HANDOVER_READ)
    is_office = or_office and actor.can(Permission.APPLICATION_PAIR)
    if not is_office and not actor.sees_to(user_id):
        raise Forbidden


def _subject(handover: Handover) -> tuple[str, UUID]:
    return ("household", handover.case.household_id)
