"""One table from (state, verb) to state, shared by every thing that has a course."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from portal.core.errors import Conflict
from portal.core.messages import N_

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


class StateTable(Generic[S, V]):
    """The course of one kind of thing: which verb leads from which state to which; everything absent is refused.

    `None` is the state of what is only beginning. Where a verb leads to several states, what is told with the step
    decides which. `kind` is what history and audit call the thing.
    """

    def __init__(self, kind: str, table: Mapping[tuple[S | None, V], S | frozenset[S]]) -> None:
        self.kind = kind
        self.table = dict(table)
        reached = [one for to in self.table.values() for one in (to if isinstance(to, frozenset) else (to,))]
        self.state_type: type[S] = type(reached[0])
        self.verb_type: type[V] = type(next(iter(self.table))[1])

    def next(self, state: S | None, verb: V, to: S | None = None) -> S:
        """The state after `verb`; raises `Conflict` where the table has no such step."""
        reached = self.table.get((state, verb))
        if isinstance(reached, frozenset):
            reached = to if to in reached else None
        if reached is None:
            raise Conflict(N_("지금 상태에서는 할 수 없습니다. 화면을 새로 고쳐 주십시오."))
        return reached

    def allows(self, state: S, verb: V) -> bool:
        return (state, verb) in self.table

    def verbs(self, state: S) -> list[V]:
        """The verbs that may follow `state`, in the order of the table."""
        return [verb for from_state, verb in self.table if from_state == state]
