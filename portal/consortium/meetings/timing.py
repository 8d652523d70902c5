"""How long a meeting speaks about its points: what is set aside for each, what each took, what all take together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from portal.core.messages import N_

LONGEST = 600
"""So many minutes at most are set aside for a point, as for a meeting."""

MINUTE = timedelta(minutes=1)
IN_MINUTES = N_("분")
_AT_END = re.compile(rf"(?P<title>.*\S)\s+(?P<minutes>\d{{1,3}}){IN_MINUTES}")

PLANNED = N_("계획 %(minutes)d분")
TAKEN = N_("걸린 시간 %(minutes)d분")
SET_ASIDE = N_("%(title)s (%(minutes)d분)")
TOGETHER = N_("안건 시간은 모두 %(planned)d분, 회의 시간은 %(length)d분입니다.")


class Timed(Protocol):
    title: str
    planned_minutes: int | None
    taken_minutes: int | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Minutes that are set aside for the points together, and those of the meeting."""

    planned: int
    length: int

    @property
    def over(self) -> int:
        """By how many minutes the points do not fit."""
        return max(self.planned - self.length, 0)


def schedule_of(points: Iterable[Timed], starts_at: datetime, ends_at: datetime) -> Schedule:
    return Schedule(sum(each.planned_minutes or 0 for each in points), (ends_at - starts_at) // MINUTE)


def standing_point(line: str) -> tuple[str, int | None]:
    """A line of a charter and the minutes that it ends with: 기관 소식 20분."""
    found = _AT_END.fullmatch(line)
    if found is None or not 0 < int(found["minutes"]) <= LONGEST:
        return line, None
    return found["title"], int(found["minutes"])


def minutes_taken(before: int | None, since: datetime, *, now: datetime) -> int:
    """With those that a point took `before`; what was begun took a minute at least."""
    return (before or 0) + max(round((now - since) / MINUTE), 1)


def time_words(point: Timed) -> str:
    """계획 10분 · 걸린 시간 12분"""
    told = ((PLANNED, point.planned_minutes), (TAKEN, point.taken_minutes))
    return " · ".join(words % {"minutes": minutes} for words, minutes in told if minutes is not None)


def points_listed(points: Iterable[Timed], schedule: Schedule) -> str:
    """The agenda of a letter: a point a line with its minutes, and what they come to."""
    lines = [f"{place}. {_set_aside(point)}" for place, point in enumerate(points, 1)]
    if schedule.planned:
        lines.append(TOGETHER % {"planned": schedule.planned, "length": schedule.length})
    return "\n".join(lines)


def _set_aside(point: Timed) -> str:
    if point.planned_minutes is None:
        return point.title
    return SET_ASIDE % {"title": point.title, "minutes": point.planned_minutes}
