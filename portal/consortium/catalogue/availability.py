"""How many places are free for a service: told by capacity, which stands above the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.core.sockets import Socket, Takes


@dataclass(frozen=True)
class FreeDay:
    day: date
    places: int


PlacesOfWeek = Callable[[str | None, datetime], Mapping[UUID, int]]
DaysOfWeek = Callable[[UUID, str | None, datetime], Sequence[FreeDay]]
PLACES_OF_WEEK: Socket[PlacesOfWeek] = Socket("free places of the week", Takes.ONE)
DAYS_OF_WEEK: Socket[DaysOfWeek] = Socket("free days of the week", Takes.ONE)


def places_this_week(dong_code: str | None, now: datetime) -> Mapping[UUID, int]:
    """Free places by service in a dong, or anywhere when none is named."""
    return PLACES_OF_WEEK.only()(dong_code, now)


def free_days(service_id: UUID, dong_code: str | None, now: datetime) -> Sequence[FreeDay]:
    """The days of the coming week that have free places for the service."""
    return DAYS_OF_WEEK.only()(service_id, dong_code, now)
