"""What the office decides about the messages of a restored portal."""

from datetime import datetime

from portal.audit import actions as audit
from portal.backups.models import Restoration
from portal.backups.states import HeldMessages
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.notifications.actions import discard_waiting

DECIDED = N_("이미 정했습니다. 새로고침하여 확인해 주십시오.")


def release_messages(restoration: Restoration, *, actor: Actor, now: datetime) -> None:
    """Let the worker send what is still true and in time; raises `Conflict` when it was decided before."""
    actor.require(Permission.BACKUP_MANAGE)
    _decide(restoration, HeldMessages.RELEASED, actor, now)


def discard_messages(restoration: Restoration, *, actor: Actor, now: datetime) -> int:
    """Nothing that came with the back-up is sent; tells how many messages that were. Raises `Conflict`."""
    actor.require(Permission.BACKUP_MANAGE)
    _decide(restoration, HeldMessages.DISCARDED, actor, now)
    return discard_waiting(before=restoration.restored_at, by=actor.name, now=now)


def _decide(restoration: Restoration, decision: HeldMessages, actor: Actor, now: datetime) -> None:
    db.session.refresh(restoration, with_for_update=True)
    if restoration.decided_at is not None:
        raise Conflict(DECIDED)
    restoration.decision, restoration.decided_at, restoration.decided_by = decision, now, actor.name
    audit.record("restoration.decided", actor=actor, now=now, decision=decision.value)
    db.session.flush()
