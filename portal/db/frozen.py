"""Rows that never change again: published editions, closed minutes. The last guard behind the actions."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Mapper

IsFrozen = Callable[[Connection, Any], bool]


class FrozenRow(Exception):
    """A row that never changes was about to be written: a mistake in the code, never of the person who asked."""


def always(_connection: Connection, _target: object) -> bool:
    """For rows that nothing may change from the day they are written."""
    return True


def freeze(model: type[Any], is_frozen: IsFrozen, *, may_change: frozenset[str] = frozenset()) -> None:
    """Refuse to update or delete a row of `model` while `is_frozen` says so; columns in `may_change` still may.

    `is_frozen` asks the database, so that it sees what is kept and not what is about to be written.
    """

    def refuse_update(_mapper: Mapper[Any], connection: Connection, target: Any) -> None:
        changed = changed_columns(target) - may_change
        if changed and is_frozen(connection, target):
            raise FrozenRow(f"{model.__name__}: {', '.join(sorted(changed))}")

    event.listen(model, "before_update", refuse_update)
    event.listen(model, "before_delete", _refusing(model, is_frozen))


def freeze_additions(model: type[Any], is_frozen: IsFrozen) -> None:
    """Refuse new rows of `model` that would join something frozen."""
    event.listen(model, "before_insert", _refusing(model, is_frozen))


def _refusing(model: type[Any], is_frozen: IsFrozen) -> Callable[[Mapper[Any], Connection, Any], None]:
    def refuse(_mapper: Mapper[Any], connection: Connection, target: Any) -> None:
        if is_frozen(connection, target):
            raise FrozenRow(model.__name__)

    return refuse


def changed_columns(target: Any) -> set[str]:
    """The names of the columns of `target` whose values differ from what was loaded."""
    state = inspect(target)
    return {
        attribute.key for attribute in state.mapper.column_attrs if state.attrs[attribute.key].history.has_changes()
    }
