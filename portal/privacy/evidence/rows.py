"""Reads the rows of a listing as they come, and names the accounts in them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from portal.accounts.staff_names import names_of_staff
from portal.core.messages import N_
from portal.documents.sheets import Value
from portal.extensions import db

AT_ONCE = 1_000
NOBODY_SIGNED_IN = N_("로그인하지 않음")
RESIDENT = N_("이용자 계정")


def streamed(statement: Select[*tuple[Any, ...]], told: Callable[[Any], Sequence[Value]]) -> Iterator[Sequence[Value]]:
    """Each row as `told`, a thousand in memory at a time."""
    rows = db.session.connection().execute(statement, execution_options={"yield_per": AT_ONCE})
    return (told(row) for row in rows)


class Names:
    """Staff by name; residents and helpers are never named, whatever stood beside their act."""

    def __init__(self) -> None:
        self._staff: Mapping[UUID, str] = dict(names_of_staff())

    def of(self, user_id: UUID | None) -> str:
        return NOBODY_SIGNED_IN if user_id is None else self._staff.get(user_id, RESIDENT)
