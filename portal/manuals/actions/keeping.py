"""Who looks after a manual, and by when somebody looks whether it is still how people work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.accounts.models import User
from portal.accounts.queries import get_user, users_who_may
from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import tell_staff
from portal.extensions import current_settings, db
from portal.manuals.models import Manual
from portal.manuals.notices import news_of_look
from portal.manuals.queries import looks_to_remind
from portal.manuals.rules import a_year_after, refuse_look_again_day


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at a manual again, and by when."""

    owner_id: UUID
    on: date


def set_next_look(manual: Manual, owner_id: UUID, look_again_on: date, *, actor: Actor, now: datetime) -> None:
    """From that day on it stands on the desk of its owner, until the next one is set; some days before they hear."""
    actor.require(Permission.MANUAL_WRITE)
    owner = get_user(owner_id)
    if owner.disabled_at is not None or not owner.actor.can(Permission.MANUAL_WRITE):
        raise DomainError(N_("매뉴얼을 쓰는 분 가운데 골라 주십시오."), "owner")
    refuse_look_again_day(look_again_on, today=day_of(now))
    _keep(manual, Look(owner.id, look_again_on), actor, now)


def look_in_a_year(manual: Manual, author_id: UUID, effective_on: date, *, actor: Actor, now: datetime) -> None:
    """Where nobody says otherwise of a new edition: by whoever looked after it before, else by its author."""
    actor.require(Permission.MANUAL_WRITE)
    _keep(manual, Look(manual.owner_id or author_id, a_year_after(effective_on)), actor, now)


def look_as_of(manual: Manual, effective_on: date | None) -> None:
    """Once a newer edition is called off: a year after the day of the one in force, never where there is none."""
    manual.look_again_on = a_year_after(effective_on) if effective_on else None
    manual.look_reminded_at = None
    db.session.flush()


def remind_of_looks(now: datetime) -> int:
    """Tell each owner once that the day is near, or those who approve where none is there; answers of how many."""
    due = looks_to_remind(day_of(now) + timedelta(days=current_settings().target.manual_look_days))
    for manual in due:
        manual.look_reminded_at = now
        tell_staff(_lookers(manual), news_of_look(manual), now=now)
    db.session.flush()
    return len(due)


def _lookers(manual: Manual) -> Sequence[User]:
    owner = manual.owner
    if owner is not None and owner.disabled_at is None and owner.actor.can(Permission.MANUAL_WRITE):
        return [owner]
    return users_who_may(Permission.MANUAL_APPROVE)


def _keep(manual: Manual, look: Look, actor: Actor, now: datetime) -> None:
    manual.owner_id, manual.look_again_on, manual.look_reminded_at = look.owner_id, look.on, None
    record("manual.look_again", actor=actor, now=now, subject=("manual", manual.id), on=look.on.isoformat())
    db.session.flush()
