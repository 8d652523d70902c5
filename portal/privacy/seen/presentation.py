"""Readings as a person reads them: by day, each kind of reading once with all its times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from portal.core.clock import day_of
from portal.privacy.seen.queries import Reading
from portal.privacy.seen.words import EMERGENCY, sight_of
from portal.web.labels import label
from portal.web.words import gettext as _


@dataclass(frozen=True, slots=True)
class Seen:
    """Who looked at what on one day, and what for; `at` are the times, the latest first, `id` is that one's."""

    who: str
    what: str
    why: str
    at: list[datetime]
    id: UUID


def by_day(readings: Sequence[Reading]) -> Iterator[tuple[date, list[Seen]]]:
    """The latest day first; `readings` come so."""
    for day, of_day in groupby(readings, key=lambda one: day_of(one.at)):
        alike: dict[tuple[str, str, str], list[Reading]] = {}
        for one in of_day:
            alike.setdefault(told(one), []).append(one)
        yield day, [Seen(*key, [one.at for one in ones], ones[0].id) for key, ones in alike.items()]


def told(reading: Reading) -> tuple[str, str, str]:
    """Who, what, and what for."""
    sight = sight_of(reading.fields)
    why = _(EMERGENCY, reason=reading.emergency) if reading.emergency else _(sight.why)
    return who_of(reading), _(sight.what), why


def who_of(reading: Reading) -> str:
    """Role and organisation, never a name."""
    role = label(reading.role) if reading.role else _("직원")
    if not reading.organisation:
        return role
    return _("%(role)s · %(organisation)s", role=role, organisation=reading.organisation)
