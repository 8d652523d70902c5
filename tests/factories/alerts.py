"""Alerts, and how they are led on."""

from datetime import datetime, timedelta

from portal.coordinators.caseload.models import CareCase
from portal.core.actors import Actor
from portal.monitoring.alerts.actions import Tried, end_alert, raise_alert, record_attempt
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, AttemptMeans, AttemptResult
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_paired

A_DAY = timedelta(days=1)
NO_ANSWER = Tried(AttemptMeans.CALL, AttemptResult.NO_ANSWER)
SPOKE = Tried(AttemptMeans.CALL, AttemptResult.SPOKE, "본인", "낮잠을 주무셨다고 함")


def make_alert(case: CareCase | None = None, *, level: AlertLevel = AlertLevel.CAUTION, now: datetime = NOW) -> Alert:
    """Of a household in care that was silent for a day."""
    case = case or make_paired()
    what = "스마트플러그가 36시간 동안 그대로입니다"
    return raise_alert(case.household_id, level=level, silent_since=now - A_DAY, what=what, now=now)


def end_as(
    alert: Alert,
    ending: AlertEnding = AlertEnding.SAFE,
    tried: Tried = SPOKE,
    *,
    actor: Actor = OFFICE,
    now: datetime = NOW,
) -> Alert:
    end_alert(alert, record_attempt(alert, tried, actor=actor, now=now), ending, actor=actor, now=now)
    return alert
