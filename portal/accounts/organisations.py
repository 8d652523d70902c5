"""Which organisations staff may belong to: told by the members of the consortium, which stand above accounts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OrganisationName:
    id: UUID
    name: str


Source = Callable[[], Sequence[OrganisationName]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let `source` tell the organisations of today, in order; the one registered last counts."""
    _sources[:] = [source]


def organisations() -> list[OrganisationName]:
    """Every organisation whose staff may be invited."""
    return [organisation for source in _sources for organisation in source()]


def organisation_name(organisation_id: UUID | None) -> str:
    """The name, or nothing for staff of no organisation."""
    return next((organisation.name for organisation in organisations() if organisation.id == organisation_id), "")
