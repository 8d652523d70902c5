"""Enters, changes and ends leave, and lets whoever is asked to stand in answer."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import User
from portal.accounts.queries import get_user
from portal.audit.steps import lock, take
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError, Forbidden
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.leave import notices
from portal.leave.models import Leave, LeaveDay
from portal.leave.queries import may_stand_in
from portal.leave.rules import Wanted, last_day_of_early_return, refuse_days, refuse_ended, standing_on
from portal.leave.states import LEAVE_STATES, LeaveState, LeaveVerb


def enter_leave(user_id: UUID, wanted: Wanted, *, actor: Actor, now: datetime) -> Leave:
    """A coordinator is away; whoever is named is asked, and stands in unless they decline. The office may name nobody.

    The database refuses a second leave on any of the days.
    """
    _require_own_or_office(user_id, actor)
    refuse_days(wanted.days, clock.day_of(now))
    user = get_user(user_id)
    if not user.actor.can(Permission.CASELOAD_OWN) or user.disabled_at is not None:
        raise DomainError(N_("지금 일하는 코디네이터를 골라 주십시오."), "user_id")
    deputy = _deputy(user, wanted, actor)
    leave = Leave(user=user, entered_at=now, entered_by_id=actor.user_id)
    db.session.add(leave)
    after = LeaveState.ASKED if deputy else LeaveState.OPEN
    _step(leave, LeaveVerb.ENTER, to=after, actor=actor, now=now)
    _write(leave, wanted, deputy)
    if deputy:
        notices.ask_deputy(leave, now)
    notices.tell_owner(leave, notices.ENTERED, now, deputy=deputy, but=actor)
    _after(leave, actor, now)
    return leave


def change_leave(leave: Leave, wanted: Wanted, *, actor: Actor, now: datetime) -> None:
    """Other days, or somebody else who stands in. Who is named anew, or for more days, is asked (again)."""
    _require_own_or_office(leave.user_id, actor)
    today, former, before = clock.day_of(now), leave.deputy, leave.days
    refuse_ended(standing_on(leave.state, before, today))
    refuse_days(wanted.days, today)
    deputy = _deputy(leave.user, wanted, actor)
    is_new = deputy is not None and (deputy.id != leave.deputy_id or not set(wanted.days) <= set(before))
    after = LeaveState.ASKED if is_new else leave.state
    _step(leave, LeaveVerb.CHANGE, to=after if deputy else LeaveState.OPEN, actor=actor, now=now)
    _write(leave, wanted, deputy)
    if former is not None and former is not deputy:
        notices.tell_former_deputy(leave, former, now)
    if is_new:
        notices.ask_deputy(leave, now)
    elif wanted.days != before and deputy:
        notices.tell_deputy(leave, notices.SHORTER, now)
    notices.tell_owner(leave, notices.ENTERED, now, deputy=deputy, but=actor)
    _after(leave, actor, now)


def come_back(leave: Leave, *, actor: Actor, now: datetime) -> None:
    """Somebody is here earlier: yesterday was the last day away, or there was none."""
    _require_own_or_office(leave.user_id, actor)
    last = last_day_of_early_return(leave.days, clock.day_of(now))
    if last is None:
        call_off(leave, actor=actor, now=now)
        return
    refuse_ended(standing_on(leave.state, leave.days, clock.day_of(now)))
    _step(leave, LeaveVerb.CHANGE, to=leave.state, actor=actor, now=now)
    leave.until_on = last
    _keep_days(leave)
    notices.tell_former_deputy(leave, leave.deputy, now)
    _after(leave, actor, now)


def call_off(leave: Leave, *, actor: Actor, now: datetime) -> None:
    """It does not take place, or not any further; its days are free for another one."""
    _require_own_or_office(leave.user_id, actor)
    refuse_ended(standing_on(leave.state, leave.days, clock.day_of(now)))
    _step(leave, LeaveVerb.CALL_OFF, actor=actor, now=now)
    db.session.execute(delete(LeaveDay).where(LeaveDay.leave_id == leave.id))
    db.session.flush()
    notices.tell_former_deputy(leave, leave.deputy, now)
    notices.tell_owner(leave, notices.ENTERED, now, deputy=leave.deputy, but=actor)
    _after(leave, actor, now)


def agree_to_cover(leave: Leave, *, actor: Actor, now: datetime) -> None:
    """Whoever stands in says so."""
    _require_deputy(leave, actor)
    refuse_ended(standing_on(leave.state, leave.days, clock.day_of(now)))
    _step(leave, LeaveVerb.AGREE, actor=actor, now=now)
    db.session.flush()
    notices.tell_owner(leave, notices.AGREED, now, deputy=leave.deputy)


def decline_to_cover(leave: Leave, note: str, *, actor: Actor, now: datetime) -> None:
    """With a word why; the office hears that nobody stands in, and whoever is away names somebody else."""
    _require_deputy(leave, actor)
    if not note:
        raise DomainError(N_("대신하지 못하는 까닭을 한마디 적어 주십시오."), "note")
    refuse_ended(standing_on(leave.state, leave.days, clock.day_of(now)))
    _lose(leave, LeaveVerb.DECLINE, note=note, actor=actor, now=now)


def lose_deputy(leave: Leave, *, actor: Actor, now: datetime) -> None:
    """Whoever was to stand in works here no more."""
    actor.require(Permission.LEAVE_MANAGE)
    _lose(leave, LeaveVerb.LOSE, note="", actor=actor, now=now)


def _lose(leave: Leave, verb: LeaveVerb, *, note: str, actor: Actor, now: datetime) -> None:
    former = leave.deputy
    _step(leave, verb, note=note, actor=actor, now=now)
    leave.deputy = None
    db.session.flush()
    notices.tell_owner(leave, notices.DECLINED, now, deputy=former)
    _after(leave, actor, now)


def _step(
    leave: Leave, verb: LeaveVerb, *, actor: Actor, now: datetime, note: str = "", to: LeaveState | None = None
) -> None:
    take(LEAVE_STATES, leave, verb, actor=actor, now=now, note=note, to=to)


def _after(leave: Leave, actor: Actor, now: datetime) -> None:
    if leave.state is LeaveState.OPEN:
        notices.tell_office_of_uncovered(leave, now)
    tell(Event.COORDINATOR_ON_LEAVE, leave.user_id, actor=actor, now=now, last_day=leave.until_on)


def _require_own_or_office(user_id: UUID, actor: Actor) -> None:
    actor.require(Permission.LEAVE_READ)
    if user_id != actor.user_id:
        actor.require(Permission.LEAVE_MANAGE)


def _require_deputy(leave: Leave, actor: Actor) -> None:
    if actor.user_id is None or leave.deputy_id != actor.user_id:
        raise Forbidden


def _deputy(user: User, wanted: Wanted, actor: Actor) -> User | None:
    """Whoever is named, if they may stand in; both are locked, so that neither goes away unseen meanwhile."""
    if wanted.deputy_id == user.id:
        raise DomainError(N_("자기 자신은 대신할 수 없습니다. 다른 분을 골라 주십시오."), "deputy_id")
    if wanted.deputy_id is None:
        if not actor.can(Permission.LEAVE_MANAGE):
            raise DomainError(N_("대신할 분을 골라 주십시오."), "deputy_id")
        _lock_all([user])
        return None
    _lock_all([user, get_user(wanted.deputy_id)])
    deputy = may_stand_in(wanted.deputy_id, list(wanted.days))
    if deputy is None:
        raise DomainError(N_("그날 자리를 비우거나 대신할 수 없는 분입니다. 다른 분을 골라 주십시오."), "deputy_id")
    return deputy


def _lock_all(users: Iterable[User]) -> None:
    """In one order, so that two who name each other do not wait for each other."""
    for user in sorted(users, key=lambda one: one.id):
        lock(user)


def _write(leave: Leave, wanted: Wanted, deputy: User | None) -> None:
    """What was told of another beginning, or to another deputy, was not told of this one."""
    if leave.from_on != wanted.days.from_on or leave.deputy is not deputy:
        leave.begun_told_at = leave.over_told_at = None
    leave.from_on, leave.until_on = wanted.days.from_on, wanted.days.until_on
    leave.kind, leave.reads_along, leave.deputy = wanted.kind, wanted.reads_along, deputy
    db.session.flush()
    _keep_days(leave)


def _keep_days(leave: Leave) -> None:
    of_it = LeaveDay.leave_id == leave.id
    wanted, kept = set(leave.days), set(db.session.scalars(select(LeaveDay.on_day).where(of_it)))
    db.session.execute(delete(LeaveDay).where(of_it, LeaveDay.on_day.not_in(wanted)))
    db.session.add_all(LeaveDay(user_id=leave.user_id, on_day=day, leave_id=leave.id) for day in sorted(wanted - kept))
    db.session.flush()
