"""Rows that nobody needs once their time is over: each feature says of its own when that is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from portal.core.sockets import Socket, Takes
from portal.core.states import StateTable
from portal.db.base import Base


@dataclass(frozen=True, eq=False)
class Expiring:
    """Rows of `model` that are removed every day, and noted in the register of destruction: those over at a moment.

    What the steps of their `course` tell of somebody goes along, but those of a household, which stay with its file.
    """

    model: type[Base]
    is_over: Callable[[datetime], ColumnElement[bool]]
    course: StateTable[Any, Any] | None = None


EXPIRING: Socket[Expiring] = Socket("rows that are removed when their time is over", Takes.ONE)
"""Filled under the name of the table."""
