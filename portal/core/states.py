"""One table from (state, verb) to state, shared by every thing that has a course."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from portal.core.errors import Conflict
from portal.core.messages import N_

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


class StateTable(Generic[S, V]):
    """Which verb leads from which state to which; everything absent is refused."""

    def __init__(self, table: Mapping[tuple[S, V], S]) -> None:
        self.table = dict(table)

    def next(self, state: S, verb: V) -> S:
        """The state after `verb`; raises `Conflict` where the table has no such step."""
        try:
            return self.table[state, verb]
        except KeyError:
            raise Conflict(N_("지금 상태에서는 할 수 없습니다. 화면을 새로 고쳐 주십시오.")) from None

    def allows(self, state: S, verb: V) -> bool:
        return (state, verb) in self.table

    def verbs(self, state: S) -> list[V]:
        """The verbs that may follow `state`, in the order of the table."""
        return [verb for from_state, verb in self.table if from_state == state]
