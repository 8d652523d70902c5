"""How often regular visits come, in words, and how a series is shown where others name it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.scope import sees_disclosed_only
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.series.forms import WEEKDAYS
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.queries import get_series, visits_of
from portal.coordinators.series.rhythm import Rule
from portal.coordinators.series.states import OF_PLACES, Gap, Rhythm
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.rules import is_late
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.extensions import current_settings
from portal.web import links
from portal.web.words import gettext as _


def rhythm_words(rule: Rule) -> str:
    """2주마다 화·목요일 · 매달 둘째 화요일 · 3달마다 15일"""
    if rule.rhythm is Rhythm.WEEKLY:
        days = "·".join(_(WEEKDAYS)[number] for number in sorted(rule.weekdays or {rule.first_on.weekday()}))
        if rule.every == 1:
            return _("매주 %(days)s요일", days=days)
        return _("%(every)d주마다 %(days)s요일", every=rule.every, days=days)
    day = _("%(day)d일", day=rule.counted_from.day)
    if rule.rhythm is Rhythm.MONTHLY_WEEKDAY:
        day = _(
            "%(place)s %(day)s요일",
            place=places()[(rule.counted_from.day - 1) // 7],
            day=_(WEEKDAYS)[rule.counted_from.weekday()],
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


def gaps_for(series: CareSeries, viewer: Actor) -> list[tuple[date, Gap]]:
    """The days without a visit, each with why; a co-operative reads only what is about its places."""
    told = OF_PLACES if sees_disclosed_only(viewer) else frozenset(Gap)
    return [(gap.day, gap.reason if gap.reason in told else Gap.REFUSED) for gap in series.gaps]


def is_left_out(referral: Referral, empty: Collection[date]) -> bool:
    """Whether a request stands among the days without a visit already."""
    return referral.state is ReferralState.WITHDRAWN and day_of(referral.slot.starts_at) in empty


def late_among(referrals: Iterable[Referral], now: datetime) -> list[Visit]:
    """The booked visits that it is late to cancel by now, the first to begin first."""
    hours = current_settings().target.late_cancellation_hours
    late = [visit for visit in visits_of(referrals).values() if is_late(visit.starts_at, now, hours)]
    return sorted(late, key=lambda visit: visit.starts_at)


def series_rhythm(series: CareSeries) -> str:
    return rhythm_words(series.rule)
