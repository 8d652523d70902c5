"""Which organisations staff may belong to: told by the members of the consortium, which stand above accounts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.core.sockets import Socket, Takes


@dataclass(frozen=True)
class OrganisationName:
    id: UUID
    name: str


Source = Callable[[], Sequence[OrganisationName]]
ORGANISATIONS: Socket[Source] = Socket("organisations of staff", Takes.ONE)
"""Tells the organisations of today, in order."""


def organisations() -> Sequence[OrganisationName]:
    """Every organisation whose staff may be invited."""
    return ORGANISATIONS.only()()


def organisation_name(organisation_id: UUID | None) -> str:
    """The name, or nothing for staff of no organisation."""
    return next((organisation.name for organisation in organisations() if organisation.id == organisation_id), "")
