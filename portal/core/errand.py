"""What is being done: one request, or one run of a job. Lines of the log and rows of the audit bear its number."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from portal.core.ids import new_id

_NUMBER: ContextVar[UUID | None] = ContextVar("errand", default=None)


def errand_number() -> UUID | None:
    """None outside of any, as on the command line."""
    return _NUMBER.get()


@contextmanager
def errand() -> Iterator[UUID]:
    """Whatever is written within belongs together."""
    token = _NUMBER.set(number := new_id())
    try:
        yield number
    finally:
        _NUMBER.reset(token)
