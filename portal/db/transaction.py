"""Transactions: the one of a changing request, and the short ones that outlive its failure."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import has_app_context
from sqlalchemy.orm import Session

from portal.db.engine import WRITING, writing
from portal.db.session import db

Afterwards = Callable[[Session], None]

_queued: ContextVar[list[Afterwards] | None] = ContextVar("afterwards", default=None)


@contextmanager
def own_transaction() -> Iterator[Session]:
    """A short transaction of its own, committed at the end.

    Never open one while a changing request holds the transaction of the request: queue with `afterwards` there.
    """
    with writing(), db.sessionmaker() as session, session.begin():
        yield session


class SlowWork(Exception):
    """Something that takes long was about to be done in a transaction that others wait for: a mistake in the code."""


def refuse_slow_work() -> None:
    """Raise `SlowWork` in a transaction that may write, which on SQLite keeps everybody else from writing."""
    if WRITING.get() and has_app_context() and db.session.in_transaction():
        raise SlowWork


def afterwards(record: Afterwards) -> None:
    """Run `record` in a transaction of its own once the request's has ended, whether committed or rolled back.

    Outside a request it runs at once.
    """
    queue = _queued.get()
    if queue is not None:
        queue.append(record)
        return
    with own_transaction() as session:
        record(session)


@contextmanager
def collecting() -> Iterator[list[Afterwards]]:
    """Collect what is queued inside."""
    queue: list[Afterwards] = []
    token = _queued.set(queue)
    try:
        yield queue
    finally:
        _queued.reset(token)


def queued() -> int:
    """How much is queued so far."""
    return len(_queued.get() or ())


def forget_queued(*, after: int) -> None:
    """Forget what was queued since there was so much, by an attempt that is made again."""
    del (_queued.get() or [])[after:]


def run_queued(queue: list[Afterwards]) -> None:
    """Run and empty `queue` in one short transaction; an error propagates, so that nothing goes unrecorded unseen."""
    if not queue:
        return
    with own_transaction() as session:
        while queue:
            queue.pop(0)(session)
