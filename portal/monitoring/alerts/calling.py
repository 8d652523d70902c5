"""Open alerts among whom to telephone, as long as a call is what comes next."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, and_, case, select, type_coerce

from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import Answer, Reason, ToCall, reason
from portal.coordinators.contacts.states import ContactOutcome
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.db.plain import plain, plain_all
from portal.monitoring.alerts.actions import Tried, look_after
from portal.monitoring.alerts.models import Alert, AlertAttempt
from portal.monitoring.alerts.queries import get_alert
from portal.monitoring.alerts.rules import BY_TELEPHONE
from portal.monitoring.alerts.scope import IS_OPEN, alerts_in_scope
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, AttemptMeans, AttemptResult
from portal.web.agenda import Desk

SPOKE_WELL = frozenset({ContactOutcome.WELL, ContactOutcome.NEEDS_CHANGE})
TOLD = N_("안부 경보(%(level)s)")
UNSEEN = N_("안부 경보(%(level)s, 보이지 않음)")
UNCLEAR = N_("안부 경보(%(level)s, 전화 대답이 분명하지 않음)")
WORDS: Mapping[str, str] = {"": TOLD, "unseen": UNSEEN, "unclear": UNCLEAR}
RESULTS: Mapping[CallResult, AttemptResult] = {
    CallResult.SPOKE: AttemptResult.SPOKE,
    CallResult.NO_ANSWER: AttemptResult.NO_ANSWER,
    CallResult.WRONG_NUMBER: AttemptResult.NO_ANSWER,
}
"""Whatever else came of a call leaves it unclear how the person is."""


_CALLS = select(AlertAttempt).where(AlertAttempt.alert_id == Alert.id, AlertAttempt.means == plain(AttemptMeans.CALL))
_LAST = _CALLS.with_only_columns(
    and_(AlertAttempt.result == plain(AttemptResult.UNCLEAR), AlertAttempt.by_id.is_(None))
)
_LAST = _LAST.order_by(AlertAttempt.at.desc(), AlertAttempt.id.desc()).limit(1).correlate(Alert)
_IS_UNCLEAR = _LAST.scalar_subquery()
"""The last call was an automatic one and left unclear how they are; who called by hand wrote what they heard."""


def _rows(desk: Desk) -> Select[Any]:
    """As long as a call is what comes next."""
    return _heard(desk).where(Alert.rung.in_(plain_all(BY_TELEPHONE)))


def _heard(desk: Desk) -> Select[Any]:
    """Whoever calls back is heard, however far the ladder has come."""
    columns = reason(
        weight=Weight.ALARM,
        id=Alert.id,
        household_id=Alert.household_id,
        words=type_coerce(Alert.level, String())
        + case((_IS_UNCLEAR, " unclear"), (Alert.is_unseen, " unseen"), else_=""),
        since=Alert.raised_at,
        due_at=Alert.due_at,
    )
    return select(*columns).where(alerts_in_scope(desk.viewer, desk.now), IS_OPEN).order_by(Alert.due_at, Alert.id)


def _told(reasons: Sequence[Reason], _desk: Desk) -> Mapping[UUID, str]:
    return {each.id: _words(*(each.words or "").partition(" ")) for each in reasons}


def _words(level: str, _space: str, how: str) -> str:
    return WORDS[how] % {"level": AlertLevel(level).words}


def _answered(alert_id: UUID, answer: Answer) -> None:
    """Whoever said how they are is safe, unless it is worrying; anything else goes on up the ladder."""
    alert = get_alert(alert_id, viewer=answer.actor, now=answer.now)
    result = RESULTS.get(answer.result, AttemptResult.UNCLEAR)
    is_safe = result is AttemptResult.SPOKE and answer.how in SPOKE_WELL
    tried = Tried(AttemptMeans.CALL, result, note=answer.note)
    look_after(alert, tried, ending=AlertEnding.SAFE if is_safe else None, actor=answer.actor, now=answer.now)


ALERTS_TO_CALL = ToCall(
    N_("안부 경보"),
    Permission.ALERT_HANDLE,
    _rows,
    _answered,
    script=N_("확인되지 않은 안부"),
    told=_told,
    heard=_heard,
    rests=False,
)
