"""Third persons in what is kept about somebody: masked where a column names them, and wherever words do."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from portal.audit.persons import TRACES
from portal.core.concealing import Concealer, Trace, Words
from portal.core.keeping import Class
from portal.core.masking import mask_name, mask_phone
from portal.core.messages import N_
from portal.db.base import Base
from portal.db.kept import Holding, holdings
from portal.residents.households.models import Person

HIDDEN = "—"
INSTEAD = Words(
    somebody=N_("(다른 사람)"),
    telephone=N_("(전화번호)"),
    mail=N_("(이메일)"),
    address=N_("(주소)"),
    birth=N_("(생년월일)"),
)


class Others:
    """Everybody whom the portal knows but one person."""

    def __init__(self, person: Person) -> None:
        self._person = person

    def hide(self, value: Any, holding: Holding) -> Any:
        """`value` of a column without what it tells of others."""
        if holding.of_others:
            return masked(value)
        if isinstance(value, Mapping):
            return {key: masked(each) if key in _naming_others() else each for key, each in value.items()}
        if holding.kind is Class.SENSITIVE and isinstance(value, str):
            return self._concealer.conceal(value)
        return value

    @cached_property
    def _concealer(self) -> Concealer:
        known = (trace for tell in TRACES for trace in tell())
        return Concealer((each for each in known if not self._is_own(each)), lambda each: mask_name(each.name), INSTEAD)

    def _is_own(self, trace: Trace) -> bool:
        own = (self._person.id, self._person.user_id)
        return trace.name == self._person.name or (trace.key is not None and trace.key in own)


def masked(value: Any) -> Any:
    """A name, a telephone number or an address of somebody else, so far hidden that nobody is found by it."""
    if not isinstance(value, str) or not value:
        return value
    if value.startswith("+"):
        return mask_phone(value)
    return HIDDEN if any(each.isdigit() for each in value) else mask_name(value)


@cache
def _naming_others() -> frozenset[str]:
    """The columns that tell of others, by whose names a change of facts keeps values, too."""
    return frozenset(each.column.name for each in holdings(Base.metadata) if each.of_others)
