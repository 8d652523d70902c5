"""What alerts teach: how they end, by level; a meeting hears of nobody, and of nothing unless somebody proposes it."""

from datetime import datetime

from sqlalchemy import select

from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.notices import SUBJECT
from portal.monitoring.alerts.states import AlertEnding, AlertLevel

ENDED = N_("%(level)s 단계 안부 경보: %(ending)s")
PLACE = N_("안부 경보")


def alerts(since: datetime) -> list[Bundle]:
    """Those that ended, by level and ending."""
    ended = select(Alert.id, Alert.ended_at, Alert.level, Alert.ending)
    ended = ended.where(Alert.ended_at >= since, Alert.ending.is_not(None)).order_by(Alert.ended_at, Alert.id)
    return bundled(
        (_topic(level, ending), Happening(alert_id, (SUBJECT, alert_id), day_of(ended_at)))
        for alert_id, ended_at, level, ending in db.session.execute(ended)
        if ended_at and ending
    )


def _topic(level: AlertLevel, ending: AlertEnding) -> Topic:
    return Topic(f"{level}/{ending}", ENDED % {"level": level.words, "ending": ending.words}, PLACE)


ALERTS = LessonSource(N_("마친 안부 경보"), alerts)
