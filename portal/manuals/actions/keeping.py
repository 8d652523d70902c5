"""Who looks after a manual, and by when somebody looks whether it is still how people work."""

from datetime import date, datetime
from uuid import UUID

from portal.accounts.queries import get_user
from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.manuals.models import Manual
from portal.manuals.rules import refuse_look_again_day


def set_next_look(manual: Manual, owner_id: UUID, look_again_on: date, *, actor: Actor, now: datetime) -> None:
    """From that day on it stands on the desk of its owner, until the next one is set."""
    actor.require(Permission.MANUAL_WRITE)
    owner = get_user(owner_id)
    if owner.disabled_at is not None or not owner.actor.can(Permission.MANUAL_WRITE):
        raise DomainError(N_("매뉴얼을 쓰는 분 가운데 골라 주십시오."), "owner")
    refuse_look_again_day(look_again_on, today=day_of(now))
    manual.owner_id, manual.look_again_on = owner.id, look_again_on
    record("manual.look_again", actor=actor, now=now, subject=("manual", manual.id), on=look_again_on.isoformat())
    db.session.flush()
