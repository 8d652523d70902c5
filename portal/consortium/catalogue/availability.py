"""How many places are free for a service: told by capacity, which stands above the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class FreeDay:
    day: date
    places: int


PlacesOfWeek = Callable[[str | None, datetime], Mapping[UUID, int]]
DaysOfWeek = Callable[[UUID, str | None, datetime], Sequence[FreeDay]]
_sources: list[tuple[PlacesOfWeek, DaysOfWeek]] = []


def register(places: PlacesOfWeek, days: DaysOfWeek) -> None:
    """Let these functions tell the free places of the coming week; those registered last count."""
    _sources[:] = [(places, days)]


def places_this_week(dong_code: str | None, now: datetime) -> dict[UUID, int]:
    """Free places by service in a dong, or anywhere when none is named."""
    return {service: count for places, _days in _sources for service, count in places(dong_code, now).items()}


def free_days(service_id: UUID, dong_code: str | None, now: datetime) -> list[FreeDay]:
    """The days of the coming week that have free places for the service."""
    return [day for _places, days in _sources for day in days(service_id, dong_code, now)]
