"""How two files stand side by side."""

from typing import NamedTuple

from portal.residents.households.presentation import NOTHING, words_now
from portal.residents.households.rules import CHANGED_BY_STAFF
from portal.residents.households.states import Fact
from portal.residents.resemblances.models import Resemblance


class Compared(NamedTuple):
    """One fact in both files; what neither tells is not the same."""

    fact: Fact
    earlier: str
    later: str

    @property
    def is_same(self) -> bool:
        return self.earlier == self.later != NOTHING

    @property
    def differs(self) -> bool:
        return self.earlier != self.later


def compared(pair: Resemblance) -> list[Compared]:
    return [Compared(fact, words_now(fact, pair.other), words_now(fact, pair.person)) for fact in CHANGED_BY_STAFF]
