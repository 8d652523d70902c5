"""The sweep: whose time has come, what is judged of them, and what follows. A few statements, whatever the number."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.messages import N_
from portal.extensions import db
from portal.monitoring.alerts.actions import raise_alert
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.watching.actions import note_signs
from portal.monitoring.watching.facts import contacts_since, facts_of
from portal.monitoring.watching.models import Watch
from portal.monitoring.watching.rules import Facts, Verdict, judge
from portal.monitoring.watching.scope import is_watched

AT_ONCE = 500
"""Households that are judged together: so many rows are in memory, however many are due."""

SILENT = N_("%(hours)d시간 넘게 신호가 없습니다. 살피는 기기: %(kinds)s")
UNSEEN = N_("기기가 고장이거나 없어서 %(hours)d시간 넘게 보이지 않습니다. 조용하신지는 모릅니다. 보던 기기: %(kinds)s")
NOTHING = N_("없음")


def judge_due(now: datetime) -> int:
    """Judge every household whose time may have come, and do what follows; answers how many were looked at."""
    looked, last = 0, UUID(int=0)
    while True:
        watches = _due_after(last, now)
        if not watches:
            return looked
        note_signs(contacts_since([watch.household_id for watch in watches]), now=now)
        if still_due := [watch for watch in watches if watch.due_at is not None and watch.due_at <= now]:
            _judge(still_due, now)
        looked, last = looked + len(watches), watches[-1].household_id


def _due_after(last: UUID, now: datetime) -> Sequence[Watch]:
    due = select(Watch).where(Watch.due_at <= now, Watch.household_id > last, is_watched())
    return db.session.scalars(due.order_by(Watch.household_id).limit(AT_ONCE).with_for_update(of=Watch)).all()


def _judge(watches: Sequence[Watch], now: datetime) -> None:
    for watch, facts in list(facts_of(watches, now)):
        verdict = judge(facts, now)
        if verdict.raises is not None:
            _raise(facts, verdict.raises, verdict, now)
        watch.due_at, watch.told = verdict.due_at, verdict.raises or watch.told
        if verdict.calls and watch.to_call_since is None:
            watch.to_call_since = now
        elif verdict.away:
            watch.is_seen_again()
    db.session.flush()


def _raise(facts: Facts, level: AlertLevel, verdict: Verdict, now: datetime) -> None:
    """Of silence, or of not seeing the person any more."""
    words = UNSEEN if verdict.calls else SILENT
    what = words % {"hours": (now - facts.since).total_seconds() // 3600, "kinds": _kinds(verdict)}
    raise_alert(facts.household_id, level=level, silent_since=facts.since, what=what, now=now, is_unseen=verdict.calls)


def _kinds(verdict: Verdict) -> str:
    return ", ".join(dict.fromkeys(eye.words for eye in verdict.eyes)) or NOTHING
