"""What other hours of a device would have done to the silences of its home in the last 90 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.audit.models import Step
from portal.coordinators.caseload.states import CASE_STATES, CaseState
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import alerts_since
from portal.monitoring.alerts.rules import Span
from portal.monitoring.alerts.trial import LOOKED_BACK, Silence, tried
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import devices_of
from portal.monitoring.devices.rules import Hours, strictest
from portal.monitoring.watching.models import Watch
from portal.monitoring.watching.queries import EYES, absences_since, people_by_night, quiet_times, watch_of
from portal.monitoring.watching.rules import QUIET_FROM, When, at_home
from portal.monitoring.watching.sight import times_unseen
from portal.residents.consents.queries import refusals_of
from portal.residents.consents.states import ConsentKind

SHOWN = 30
RESTS = frozenset({CaseState.ON_HOLD.value, CaseState.CLOSED.value})


@dataclass(frozen=True, slots=True)
class Row:
    """A silence, and the alert that was raised in it, where there was one."""

    silence: Silence
    alert: Alert | None

    @property
    def hours(self) -> int:
        began_at, ended_at = self.silence.span
        return (ended_at - began_at) // timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trial:
    """Each silence that raises an alert by the hours of now or by the others, the newest first."""

    silences: Sequence[Silence]
    rows: Sequence[Row]
    unseen: Sequence[Span]
    """When no device saw them: of these nothing is tried."""

    @property
    def hours_unseen(self) -> int:
        return sum((ended_at - began_at for began_at, ended_at in self.unseen), timedelta(0)) // timedelta(hours=1)

    @property
    def before(self) -> int:
        return sum(each.before is not None for each in self.silences)

    @property
    def after(self) -> int:
        return sum(each.after is not None for each in self.silences)

    @property
    def would_come(self) -> int:
        return sum(each.would_come for each in self.silences)

    @property
    def would_go(self) -> int:
        return sum(each.would_go for each in self.silences)


def try_hours(device: Device, hours: Hours, now: datetime) -> Trial | None:
    """As if the device had had these hours; of a home with several the shortest count. None where nobody is watched."""
    watch = watch_of(device.household_id)
    if watch is None:
        return None
    eyes = [each for each in devices_of(device.household_id) if each.state in EYES or each.id == device.id]
    present = strictest([each.hours for each in eyes])
    other = strictest([hours if each.id == device.id else each.hours for each in eyes])
    when = When(watch.person_id in people_by_night([watch.person_id]), watch.weekends)
    alerts = alerts_since(device.household_id, now - LOOKED_BACK)
    unseen = times_unseen(watch, now - LOOKED_BACK, now)
    found = tried(_silences(watch, alerts, unseen, now), present, other, when.looks)[::-1]
    return Trial(found, [Row(each, _alert_in(each.span, alerts)) for each in found[:SHOWN]], unseen)


def longest_silences(watch: Watch, now: datetime) -> list[Span]:
    """Those of the last 90 days while they were watched at home and a device saw, the longest first."""
    since = now - LOOKED_BACK
    found = _silences(watch, alerts_since(watch.household_id, since), times_unseen(watch, since, now), now)
    long = [(began_at, ended_at) for began_at, ended_at in found if ended_at - began_at >= QUIET_FROM]
    return sorted(long, key=lambda span: span[0] - span[1])


def _silences(watch: Watch, alerts: Sequence[Alert], unseen: Sequence[Span], now: datetime) -> list[Span]:
    """While a device watched them at home, counted anew once an alert ended; the present one as far as it came."""
    spans = [(each.began_at, each.ended_at) for each in quiet_times(watch.household_id, now)]
    if now - watch.since >= QUIET_FROM:
        spans.append((watch.since, now))
    away = [(each.starts_at, each.ends_at) for each in absences_since(watch.household_id, now - LOOKED_BACK)]
    away += [*_not_watched(watch, now), *unseen]
    away += [(alert.ended_at, alert.ended_at) for alert in alerts if alert.ended_at is not None]
    return [part for span in spans for part in at_home(span, away)]


def _not_watched(watch: Watch, now: datetime) -> list[Span]:
    """When nobody was to look for them: their care rested or had ended, or they did not agree to it."""
    course = select(Step.after, Step.at).where(Step.household_id == watch.household_id, Step.kind == CASE_STATES.kind)
    spans: list[Span] = []
    rests_since: datetime | None = None
    for state, at in db.session.execute(course.order_by(Step.at, Step.id)):
        if state in RESTS and rests_since is None:
            rests_since = at
        elif state not in RESTS and rests_since is not None:
            spans.append((rests_since, at))
            rests_since = None
    if rests_since is not None:
        spans.append((rests_since, now))
    return spans + refusals_of(watch.person_id, ConsentKind.WATCHING, now)


def _alert_in(span: Span, alerts: Sequence[Alert]) -> Alert | None:
    return next((alert for alert in alerts if span[0] < alert.raised_at <= span[1]), None)
