"""A row in one of its states, and what somebody may do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.core.states import StateTable
from portal.db.base import Base
from tests.factories.consortium import NOW

Act = Callable[[Any], object]
LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Standing:
    """A row as it stands, and what can be done with it: by verb, each act by somebody who may."""

    row: Any
    acts: dict[str, Act]


Maker = Callable[[], Standing]


@dataclass(frozen=True)
class Course:
    """A table with a maker for each state from which verbs that exclude each other lead on."""

    table: StateTable[Any, Any]
    model: type[Base]
    makers: dict[str, Maker]
