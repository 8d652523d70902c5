"""How it is said when somebody was heard of, and how a day of signals is drawn."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.core import clock
from portal.core.dates import format_day
from portal.monitoring.alerts.rules import Span
from portal.monitoring.watching.queries import Day
from portal.web.durations import days_aloud, hours_words
from portal.web.words import gettext as _

IN_HOURS = timedelta(hours=48)


def heard_ago(moment: datetime | None) -> str:
    """3시간 전, 사흘 전"""
    if moment is None:
        return _("아직 없음")
    passed = max(clock.now() - moment, timedelta(0))
    if passed < timedelta(hours=1):
        return _("방금")
    if passed < IN_HOURS:
        return _("%(hours)d시간 전", hours=passed // timedelta(hours=1))
    return _("%(days)s 전", days=days_aloud(passed.days))


def days_drawn(days: Sequence[Day]) -> list[tuple[str, list[int]]]:
    """The days as a chart takes them, each with how often somebody was heard of."""
    return [(format_day(day.day), [day.signs + day.otherwise]) for day in days]


def quiet_for(quiet: Span) -> str:
    """14시간"""
    return hours_words((quiet[1] - quiet[0]) // timedelta(hours=1))
