"""What this process looked up a moment ago, so that no page asks for it again until a table of its group changes."""

import time
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar, cast

from flask import Flask, current_app

from portal.db.changes import CHANGED, changes
from portal.db.engine import is_reading
from portal.db.session import db

SECONDS = 10.0
"""How long a change that the portal did not make itself, but somebody in the database, stays unseen."""
MOST = 1000

Value = TypeVar("Value")
Answers = dict[Hashable, "Answer"]


class Answer(NamedTuple):
    stamp: int
    looked_up_at: float
    value: Any


def remembered(group: str, question: Hashable, look_up: Callable[[], Value]) -> Value:
    """What `look_up` answers, plain values only, for a group of tables that is watched; None is not remembered.

    Whoever changed and flushed such a table in the present transaction asks the database.
    """
    if not is_reading() and group in db.session.info.get(CHANGED, ()):
        return look_up()
    answers, stamp, now = _answers_of(group), changes().stamp(group), time.monotonic()
    found = answers.get(question)
    if found is not None and found.stamp == stamp and now - found.looked_up_at < SECONDS:
        return cast(Value, found.value)
    value = look_up()
    if value is not None:
        if len(answers) >= MOST:
            answers.clear()
        answers[question] = Answer(stamp, now, value)
    return value


def _answers_of(group: str) -> Answers:
    groups = cast(dict[str, Answers], current_app.extensions["remembered"])
    return groups.setdefault(group, {})


def install(app: Flask) -> None:
    app.extensions["remembered"] = {}
