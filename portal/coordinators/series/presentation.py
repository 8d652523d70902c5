"""How often regular visits come, in words, and how a series is shown where others name it."""

from uuid import UUID

from flask import url_for

from portal.coordinators.series.forms import WEEKDAYS
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.queries import get_series
from portal.coordinators.series.rhythm import Rule
from portal.coordinators.series.states import Rhythm
from portal.web import links
from portal.web.words import gettext as _


def rhythm_words(rule: Rule) -> str:
    """2주마다 화·목요일 · 매달 둘째 화요일 · 3달마다 15일"""
    if rule.rhythm is Rhythm.WEEKLY:
        days = "·".join(_(WEEKDAYS)[number] for number in sorted(rule.weekdays or {rule.first_on.weekday()}))
        if rule.every == 1:
            return _("매주 %(days)s요일", days=days)
        return _("%(every)d주마다 %(days)s요일", every=rule.every, days=days)
    day = _("%(day)d일", day=rule.first_on.day)
    if rule.rhythm is Rhythm.MONTHLY_WEEKDAY:
        day = _(
            "%(place)s %(day)s요일",
            place=places()[(rule.first_on.day - 1) // 7],
            day=_(WEEKDAYS)[rule.first_on.weekday()],
        )
    if rule.every == 1:
        return _("매달 %(day)s", day=day)
    return _("%(every)d달마다 %(day)s", every=rule.every, day=day)


def places() -> list[str]:
    return [_("첫째"), _("둘째"), _("셋째"), _("넷째"), _("다섯째")]


def link_to_series(series_id: UUID) -> links.Link | None:
    found = links.seen(get_series, series_id)
    if found is None:
        return None
    words = _("%(service)s 정기 방문", service=found.plan_line.service.name)
    return links.Link(words, url_for("series.series", series_id=found.id))


def series_rhythm(series: CareSeries) -> str:
    return rhythm_words(series.rule)
