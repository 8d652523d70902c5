"""Tells all processes of this machine when rows that they remember have changed, so that they forget them at once."""

import os
import time
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from portal.config import Settings
from portal.db.session import PortalSession

CHANGED = "changed"
_watched: dict[type, str] = {}


class Changes:
    """A file for each group of tables that is watched; when it was last written is the stamp of the group."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stamp(self, group: str) -> int:
        """Another number after each committed change of the group's tables; take it before reading them."""
        try:
            return (self.folder / group).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def renew(self, group: str) -> None:
        now = time.time_ns()
        self.folder.mkdir(exist_ok=True)
        (self.folder / group).touch()
        os.utime(self.folder / group, ns=(now, now))


def watch(group: str, *models: type) -> None:
    """Renew the stamp of `group` with each transaction that changes rows of `models` through the unit of work."""
    _watched.update(dict.fromkeys(models, group))


def changes() -> Changes:
    return cast(Changes, current_app.extensions["changes"])


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
        session.info.setdefault(CHANGED, set()).add(_watched[model])


@event.listens_for(PortalSession, "after_transaction_end")
def tell(session: Session, transaction: SessionTransaction) -> None:
    """Once the whole transaction is over, whether or not it was committed."""
    if transaction.parent is None:
        for group in session.info.pop(CHANGED, ()):
            changes().renew(group)


def install(app: Flask) -> None:
    """Begin with new stamps: what was written while nobody told is not known."""
    settings: Settings = app.extensions["settings"]
    told = Changes(settings.var_dir / "changes")
    for group in set(_watched.values()):
        told.renew(group)
    app.extensions["changes"] = told
