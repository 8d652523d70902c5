"""Destroys what is over its time, writes the register, and holds a file back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.audit.actions import record
from portal.audit.models import Step
from portal.audit.steps import lock
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.keeping import Retention
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.inserting import table_of
from portal.extensions import current_settings, db
from portal.privacy.retention.conferences import empty_conferences
from portal.privacy.retention.emptying import Emptied, empty_rows
from portal.privacy.retention.expired import remove_expired
from portal.privacy.retention.files import make_nobodys
from portal.privacy.retention.models import Destruction, RetentionHold
from portal.privacy.retention.queries import (
    Ending,
    files_emptied_before,
    files_ending,
    is_nobodys,
    rows_over,
    steps_of_untaken_over,
    with_joined,
)
from portal.privacy.retention.states import DestroyedFor
from portal.residents.households.models import Household


def destroy_what_is_over(now: datetime, *, by: Actor = SYSTEM) -> int:
    """Empty what is over its time today and write it into the register; how many files that were.

    Of each file it is asked again once nobody else writes to it: it may be held by then, or somebody came back.
    """
    today, destroyed = day_of(now), 0
    for found in _files_over(today):
        lock(db.session.get_one(Household, found.household_id), with_children=True)
        for each in _files_over(today, found.household_id):
            _destroy_file(each.household_id, by, now, DestroyedFor.TIME, each.retention.value)
            destroyed += 1
    if emptied_before := files_emptied_before(today):
        _register(make_nobodys(emptied_before, by=by, now=now), by, now)
    for model, is_over in rows_over(today):
        _register([empty_rows(db.session.connection(), table_of(model), is_over)], by, now)
    steps = empty_rows(db.session.connection(), table_of(Step), steps_of_untaken_over(today))
    _register([replace(steps, retention=Retention.APPLICATION)], by, now)
    _register(empty_conferences(today), by, now)
    _register(remove_expired(now), by, now)
    db.session.expire_all()
    return destroyed


def _files_over(today: date, household_id: UUID | None = None) -> list[Ending]:
    return [each for each in files_ending(today, household_id) if each.is_over(today)]


def erase_file(household_id: UUID, *, by: Actor, now: datetime) -> None:
    """Empty a file before its time, because the person asks for it, and write it into the register."""
    by.require(Permission.RIGHTS_ANSWER)
    _destroy_file(household_id, by, now, DestroyedFor.REQUEST, DestroyedFor.REQUEST.value)


def _destroy_file(household_id: UUID, by: Actor, now: datetime, why: DestroyedFor, told: str) -> None:
    _register(make_nobodys(with_joined([household_id]), by=by, now=now), by, now, why)
    _register(empty_conferences(day_of(now)), by, now, why)
    record("file.destroyed", actor=by, now=now, subject=("household", household_id), why=told)
    db.session.flush()


def _register(emptied: Iterable[Emptied], by: Actor, now: datetime, why: DestroyedFor = DestroyedFor.TIME) -> None:
    lost_on = day_of(now) + timedelta(days=current_settings().backup_days)
    db.session.add_all(
        Destruction(
            at=now,
            table=each.table,
            kind=each.kind,
            retention=each.retention,
            why=why,
            rows=each.rows,
            by_name=by.name,
            backups_until_on=lost_on,
        )
        for each in emptied
        if each.rows
    )
    db.session.flush()


def hold_file(household: Household, *, reason: str, until: date, actor: Actor, now: datetime) -> RetentionHold:
    """Keep a file beyond its time until a day, for a reason that is shown to whoever looks at what will go.

    One that was joined meanwhile is kept with the file that goes on.
    """
    actor.require(Permission.RETENTION_MANAGE)
    if until <= day_of(now):
        raise DomainError(N_("오늘보다 뒤의 날을 적어 주십시오."), "until")
    lock(household, with_children=True)
    kept_id = household.joined_into_id or household.id
    if is_nobodys(kept_id):
        raise Conflict(N_("이미 없앤 파일입니다. 미룰 수 있는 것이 남아 있지 않습니다."))
    hold = RetentionHold(household_id=kept_id, reason=reason, until_on=until, set_by_id=actor.user_id, set_at=now)
    db.session.add(hold)
    db.session.flush()
    record("file.held", actor=actor, now=now, subject=("household", kept_id), until=until.isoformat())
    return hold


def end_hold(hold: RetentionHold, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let a file go at its own time again; that it was held, why, and why no longer stays written."""
    actor.require(Permission.RETENTION_MANAGE)
    lock(hold)
    if not hold.holds_on(day_of(now)):
        raise Conflict(N_("이미 끝난 미루기입니다. 화면을 새로 고쳐 주십시오."))
    hold.ended_reason, hold.ended_by_id, hold.ended_at = reason, actor.user_id, now
    db.session.flush()
    subject = ("household", hold.household_id)
    record("file.hold_ended", actor=actor, now=now, subject=subject, until=hold.until_on.isoformat())
