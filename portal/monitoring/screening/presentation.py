"""How answers over time are shown: a table of questions by day, and the points of the line of scores."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from portal.core import clock
from portal.core.dates import format_day
from portal.monitoring.screening.editions import questionnaire, shipped, written_editions
from portal.monitoring.screening.models import Screening
from portal.monitoring.screening.states import Reply, RiskLevel, ScreeningEditionState

SHOWN_AT_MOST = 8
"""Of the newest: more columns nobody compares on a screen."""


LEFT, WIDTH = 17, 66
"""Of the picture, in per cent."""

FLOOR, HEIGHT = 12.5, 10.5
"""Of the picture, in ems."""


class Given(NamedTuple):
    """An answer of the table; None where that edition did not ask it."""

    reply: Reply | None
    counts: bool


class Line(NamedTuple):
    """A question and the answer of each day."""

    words: str
    given: tuple[Given, ...]


class SideBySide(NamedTuple):
    columns: tuple[Screening, ...]
    lines: tuple[Line, ...]


class EditionRow(NamedTuple):
    number: int
    state: ScreeningEditionState
    published_on: date | None


class Point(NamedTuple):
    """One score; `x` is a share of the picture in per cent, `y` is in ems from its top."""

    x: float
    y: float
    day: str
    score: int
    total: int
    level: RiskLevel


def side_by_side(answered: Sequence[Screening]) -> SideBySide:
    """The questions of all editions that were asked, in their order; the newest day first. Struck ones are left out."""
    counting = tuple(one for one in answered if one.struck_at is None)[:SHOWN_AT_MOST]
    told = [_by_words(one) for one in counting]
    words = dict.fromkeys(word for each in told for word in each)
    nothing = Given(None, counts=False)
    return SideBySide(counting, tuple(Line(word, tuple(each.get(word, nothing) for each in told)) for word in words))


def _by_words(screening: Screening) -> dict[str, Given]:
    asked = questionnaire(screening.edition).questions
    replies = [Reply(value) for value in screening.replies]
    return {
        question.words: Given(reply, reply is question.risky) for question, reply in zip(asked, replies, strict=False)
    }


def course_of(answered: Sequence[Screening]) -> tuple[Point, ...]:
    """The scores in the order of their days, each as a share of what that edition could give."""
    counting = [one for one in reversed(answered) if one.struck_at is None]
    if not counting:
        return ()
    first, last = counting[0].asked_on, counting[-1].asked_on
    days = max(1, (last - first).days)
    points = []
    for one in counting:
        total = questionnaire(one.edition).total
        x = LEFT + (one.asked_on - first).days / days * WIDTH
        y = FLOOR - one.score / total * HEIGHT
        points.append(Point(round(x, 1), round(y, 2), format_day(one.asked_on), one.score, total, one.level))
    return tuple(points)


def edition_rows() -> list[EditionRow]:
    """Every edition, the newest first; the one that comes with the portal is in force until another is published."""
    rows = [
        EditionRow(each.number, each.state, clock.day_of(each.published_at) if each.published_at else None)
        for each in written_editions()
    ]
    is_replaced = any(row.published_on for row in rows)
    state = ScreeningEditionState.REPLACED if is_replaced else ScreeningEditionState.PUBLISHED
    return [*rows, EditionRow(shipped().number, state, shipped().effective_on)]


def is_look_due(screening: Screening, today: date) -> bool:
    return screening.next_on <= today
