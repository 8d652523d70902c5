"""What this process looked up a moment ago and keeps for some seconds: only what protects nobody.

A change that this process makes is seen at once; one that another process or machine makes, after `SECONDS`.
"""

import time
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from portal.db.engine import is_reading
from portal.db.session import PortalSession, db

SECONDS = 5.0
CHANGED = "changed"

Value = TypeVar("Value")
_watched: set[type] = set()


class Answers(dict[Hashable, object]):
    """Answers by their questions, all of them forgotten `SECONDS` after the first."""

    def __init__(self) -> None:
        super().__init__()
        self.until = time.monotonic() + SECONDS


def watch(*models: type) -> None:
    """Forget all answers once a transaction that changed rows of `models` through the unit of work is over."""
    _watched.update(models)


def remembered(question: Hashable, look_up: Callable[[], Value]) -> Value:
    """What `look_up` answers of the tables that are watched, plain values only.

    Whoever changed and flushed such a table in the present transaction asks the database.
    """
    if not is_reading() and CHANGED in db.session.info:
        return look_up()
    answers = cast(Answers, current_app.extensions["remembered"])
    if time.monotonic() >= answers.until:
        answers = forget()
    if question not in answers:
        # Into the answers of before the look-up: where a change made others of them meanwhile, this one goes too.
        answers[question] = look_up()
    return cast(Value, answers[question])


def forget() -> Answers:
    answers = Answers()
    current_app.extensions["remembered"] = answers
    return answers


@event.listens_for(PortalSession, "after_flush")
def note_rows(session: Session, _context: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        _note(session, type(row))


@event.listens_for(PortalSession, "do_orm_execute")
def note_statement(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and state.bind_mapper is not None:
        _note(state.session, state.bind_mapper.class_)


def _note(session: Session, model: type) -> None:
    if model in _watched:
        session.info[CHANGED] = True


@event.listens_for(PortalSession, "after_transaction_end")
def forget_what_changed(session: Session, transaction: SessionTransaction) -> None:
    """Once the whole transaction is over, whether or not it was committed."""
    if transaction.parent is None and session.info.pop(CHANGED, False):
        forget()


def install(app: Flask) -> None:
    app.extensions["remembered"] = Answers()
