"""How failures slow down whoever tries: counted at once, in a transaction of their own, so that none goes uncounted."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, case, delete, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from portal.accounts.models import Throttle
from portal.accounts.rules import GUESSES_WEIGH, Limit
from portal.core.errors import TooOften
from portal.core.messages import N_
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.db.transaction import afterwards, own_transaction
from portal.extensions import db

PEOPLE_COUNT_SECONDS = 90
"""Up to here a wait is told in seconds, beyond it in minutes."""


@dataclass(frozen=True)
class Counter:
    """What is counted: `key` is a digest of an account, a device or an address.

    One that many `share` refuses nobody: what is right enters from it, however much somebody beside guesses. `owner` is
    the digest of the account by which the office lets it go on.
    """

    key: str
    limit: Limit
    shared: bool = False
    owner: str = ""


class TooManyAttempts(TooOften):
    """Nobody may try again before `until`."""

    def __init__(self, until: datetime, now: datetime) -> None:
        seconds = max(1, round((until - now).total_seconds()))
        if seconds <= PEOPLE_COUNT_SECONDS:
            words, values = (
                N_("여러 번 하셔서 잠시 멈추었습니다. %(seconds)d초 뒤에 다시 해 주십시오."),
                {"seconds": seconds},
            )
        else:
            words = N_("여러 번 하셔서 잠시 멈추었습니다. %(minutes)d분 뒤에 다시 해 주십시오.")
            values = {"minutes": -(-seconds // 60)}
        super().__init__(words, retry_after=seconds, **values)


@contextmanager
def at_once() -> Iterator[Session]:
    """A transaction of its own before the request has written anything; what the request had read is read again."""
    db.session.rollback()
    with own_transaction() as session:
        yield session


def count_attempt(counters: Sequence[Counter], *, now: datetime) -> None:
    """Count one attempt against each counter; raises `TooManyAttempts`, counting none, while one of them is blocked."""
    with at_once() as session:
        rows = [(_row(session, counter, now), counter) for counter in sorted(counters, key=lambda c: c.key)]
        blocked = [row.blocked_until for row, _ in rows if row.blocked_until and row.blocked_until > now]
        if blocked:
            raise TooManyAttempts(max(blocked), now)
        is_guessed_at = any(counter.shared and row.attempts >= counter.limit.free for row, counter in rows)
        for row, counter in rows:
            row.attempts += GUESSES_WEIGH if is_guessed_at and not counter.shared else 1
            wait = counter.limit.wait_after(row.attempts)
            row.blocked_until = now + wait if wait else None


def refuse_blocked(counter: Counter, *, now: datetime) -> None:
    """Raise `TooManyAttempts` while the counter is blocked; counts nothing."""
    until = db.session.scalar(select(Throttle.blocked_until).where(Throttle.key == counter.key))
    if until and until > now:
        raise TooManyAttempts(until, now)


def count_here(counter: Counter, *, now: datetime) -> None:
    """Count one more in the transaction of the act; raises `TooManyAttempts` while the counter is blocked."""
    row = _row(db.session, counter, now)
    if row.blocked_until and row.blocked_until > now:
        raise TooManyAttempts(row.blocked_until, now)
    _count_one(row, counter.limit, now)


def _count_one(row: Throttle, limit: Limit, now: datetime) -> None:
    row.attempts += 1
    wait = limit.wait_after(row.attempts)
    row.blocked_until = now + wait if wait else None


def attempts_of(counter: Counter, *, now: datetime) -> int:
    """How many were counted in the present window."""
    begun = Throttle.window_started_at > now - counter.limit.window
    return db.session.scalar(select(Throttle.attempts).where(Throttle.key == counter.key, begun)) or 0


def count_afterwards(counter: Counter, *, now: datetime) -> None:
    """Count one more in a short transaction of its own, whatever becomes of the request."""

    def count(session: Session) -> None:
        _count_one(_row(session, counter, now), counter.limit, now)

    afterwards(count)


def is_free(counter: Counter, *, now: datetime) -> bool:
    """Count one more, in the transaction of the act; whether it is still among the free ones. Nothing is refused."""
    values = {
        "key": counter.key,
        "owner": counter.owner,
        "attempts": 1,
        "window_started_at": now,
        "passed": now - counter.limit.window,
    }
    attempts = db.session.connection().execute(_counted(dialect_of(db.session)), values).scalar_one()
    return attempts <= counter.limit.free


@cache
def _counted(dialect: str) -> ReturningInsert[int]:
    """Counts one more, or begins anew once the window has passed, in one statement."""
    table = table_of(Throttle)
    first = insert_into(table, dialect)
    has_passed = table.c.window_started_at <= bindparam("passed")
    counted = first.on_conflict_do_update(
        index_elements=[table.c.key],
        set_={
            "attempts": case((has_passed, 1), else_=table.c.attempts + 1),
            "window_started_at": case((has_passed, first.excluded.window_started_at), else_=table.c.window_started_at),
        },
    )
    return counted.returning(table.c.attempts)


def _row(session: Session, counter: Counter, now: datetime) -> Throttle:
    """The locked row of the counter, begun anew once its window has passed."""
    new = insert_into(Throttle, dialect_of(session)).values(
        key=counter.key, owner=counter.owner, attempts=0, window_started_at=now
    )
    session.execute(new.on_conflict_do_nothing())
    row = session.scalars(select(Throttle).where(Throttle.key == counter.key).with_for_update()).one()
    if row.window_started_at + counter.limit.window <= now:
        row.attempts, row.window_started_at, row.blocked_until = 0, now, None
    return row


def forgive(counters: Sequence[Counter]) -> None:
    """An attempt turned out right: its account starts afresh, an address gets that one attempt back."""
    for counter in sorted(counters, key=lambda counter: counter.key):
        own = Throttle.key == counter.key
        if counter.shared:
            db.session.execute(
                update(Throttle).where(own, Throttle.attempts > 0).values(attempts=Throttle.attempts - 1)
            )
        else:
            db.session.execute(delete(Throttle).where(own))


def let_go_on(owners: Collection[str]) -> int:
    """Forget what was counted against these accounts; returns how many counters there were."""
    own = delete(Throttle).where(Throttle.owner.in_(owners), Throttle.owner != "")
    return db.session.execute(own).rowcount  # type: ignore[attr-defined,no-any-return]


def forget_before(moment: datetime) -> int:
    """Remove counters that nobody touched since `moment`."""
    old = delete(Throttle).where(Throttle.window_started_at < moment)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined,no-any-return]
