"""How spans of time are said: 24시간, 3일, 사흘, 1시간 30분."""

from collections.abc import Iterable

from flask import Flask

from portal.core.messages import N_
from portal.web.words import gettext as _

ALOUD = {1: N_("하루"), 2: N_("이틀"), 3: N_("사흘"), 4: N_("나흘"), 10: N_("열흘")}
"""The numbers of days that everybody says in Korean words; 닷새 or 아흐레 would send many to a dictionary."""


def days_words(days: int) -> str:
    return _("%(days)d일", days=days)


def days_aloud(days: int) -> str:
    """1 → 하루, 3 → 사흘, 7 → 7일"""
    return _(ALOUD[days]) if days in ALOUD else days_words(days)


def days_before(days: Iterable[int]) -> str:
    """(3, 1) → 사흘 전, 하루 전"""
    return ", ".join(_("%(days)s 전", days=days_aloud(each)) for each in days)


def hours_words(hours: int) -> str:
    return _("%(hours)d시간", hours=hours)


def months_words(months: int) -> str:
    return _("%(months)d개월", months=months)


def minutes_words(minutes: int) -> str:
    """120 → 2시간, 90 → 1시간 30분, 50 → 50분"""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d분", minutes=rest)
    return _("%(hours)d시간 %(minutes)d분", hours=hours, minutes=rest) if rest else hours_words(hours)


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        in_days=days_words,
        days_aloud=days_aloud,
        days_before=days_before,
        in_hours=hours_words,
        in_months=months_words,
        in_minutes=minutes_words,
    )
