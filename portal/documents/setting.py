"""Documents that the worker sets ahead, so that nobody waits for them."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from portal.extensions import db

T = TypeVar("T")


def set_each(things: Iterable[T], set_one: Callable[[T], None]) -> int:
    """Set the document of each; answers how many. One that cannot be set keeps none after it waiting.

    Raises the first error once all were tried, so that the job fails by it. `set_one` commits.
    """
    failures, count = [], 0
    for thing in things:
        try:
            set_one(thing)
        except Exception as failure:  # noqa: BLE001 whatever a document can fail by
            db.session.rollback()
            failures.append(failure)
        else:
            count += 1
    if failures:
        raise failures[0]
    return count
