"""Raises alerts: silence does, the person by a device, a volunteer, staff."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from portal.audit.steps import take
from portal.core.actors import SYSTEM, Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.alerts import notices, rules
from portal.monitoring.alerts.actions.ladder import (
    Tried,
    climb,
    look_again,
    missing_of,
    turn_ends_at,
    write_attempt,
    write_turn,
)
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import open_alert_of, was_tried
from portal.monitoring.alerts.states import (
    ALERT_STATES,
    AlertLevel,
    AlertState,
    AlertVerb,
    AttemptMeans,
    AttemptResult,
    Rung,
)
from portal.monitoring.worries.actions import begin_looking
from portal.monitoring.worries.models import Worry
from portal.notifications.states import Channel, Delivery
from portal.residents.households.locking import lock_household
from portal.residents.households.queries import get_household

HEARD = N_("전화에서 위급하다는 말을 들었습니다.")
UNCLEAR_WORDS = N_("자동 전화를 받으셨으나 대답이 분명하지 않습니다.")
LOOKED_INTO = N_("안부 경보를 시작해 살핍니다.")
ASKED_BY = {Channel.TEXT: AttemptMeans.TEXT, Channel.MAIL: AttemptMeans.OTHER}


def raise_alert(
    household_id: UUID,
    *,
    level: AlertLevel,
    silent_since: datetime,
    what: str,
    now: datetime,
    is_unseen: bool = False,
) -> Alert:
    """Open the one alert of the household and ask the person, or let its level rise, never sink.

    `what` was silent since then; where it `is_unseen`, nothing saw the person since then.
    """
    return _raise(household_id, level, silent_since, what, actor=SYSTEM, now=now, is_unseen=is_unseen)


def call_for_help(household_id: UUID, what: str, *, at: datetime, now: datetime) -> Alert:
    """The person asked for help by a device: 위험, and whoever sees to the household hears of it at once."""
    return _raise(household_id, AlertLevel.DANGER, at, what, actor=SYSTEM, now=now, asked=True)


def ask_to_look(household_id: UUID, what: str, *, level: AlertLevel, actor: Actor, now: datetime) -> Alert:
    """Open the same ladder by hand: somebody worries, for the reason `what`."""
    actor.require(Permission.ALERT_HANDLE)
    if not what:
        raise DomainError(N_("왜 살펴야 하는지 적어 주십시오."), "what")
    return _raise(household_id, level, now, what, actor=actor, now=now, asked=True)


def hear_emergency(household_id: UUID, what: str, *, actor: Actor, now: datetime) -> Alert:
    """Whoever telephoned heard that the person is in danger: 위험, and whoever sees to the household hears it at once.

    The call is the first that was tried, so nobody is asked by text how they are.
    """
    actor.require(Permission.CALL_MAKE)
    heard = Tried(AttemptMeans.CALL, AttemptResult.UNCLEAR, note=what)
    said = what or HEARD
    return _raise(household_id, AlertLevel.DANGER, now, said, actor=actor, now=now, asked=True, heard=heard)


def hear_unclear_call(household_id: UUID, *, at: datetime, now: datetime) -> Alert:
    """An automatic call was taken, and the words left unclear how the person is: somebody calls them back.

    That call was the portal's question, so nobody waits for another answer: the turn is at least a person's.
    """
    heard = Tried(AttemptMeans.CALL, AttemptResult.UNCLEAR, note=UNCLEAR_WORDS)
    return _raise(household_id, AlertLevel.ATTENTION, at, UNCLEAR_WORDS, actor=SYSTEM, now=now, heard=heard)


def ask_by_neighbour(household_id: UUID, what: str, *, actor: Actor, now: datetime) -> Alert:
    """Whoever watches over the household says that help is needed there."""
    actor.require(Permission.NEIGHBOUR_WATCH)
    return _raise(household_id, AlertLevel.CAUTION, now, what, actor=actor, now=now, asked=True)


def ask_for_worry(
    worry: Worry, household_id: UUID, what: str, *, level: AlertLevel, actor: Actor, now: datetime
) -> Alert:
    """What a neighbour told of is of a household that has a file; its reporter waits for the end of the alert."""
    alert = ask_to_look(household_id, what, level=level, actor=actor, now=now)
    begin_looking(worry, alert.id, LOOKED_INTO, actor=actor, now=now)
    return alert


def _raise(
    household_id: UUID,
    level: AlertLevel,
    silent_since: datetime,
    what: str,
    *,
    actor: Actor,
    now: datetime,
    asked: bool = False,
    is_unseen: bool = False,
    heard: Tried | None = None,
) -> Alert:
    household = get_household(household_id)
    file_id = household.joined_into_id or household.id
    lock_household(file_id)
    alert = open_alert_of(file_id)
    if alert is None:
        alert = _opened(file_id, level, silent_since, what, actor=actor, now=now, asked=asked, is_unseen=is_unseen)
        _begin(alert, heard, actor=actor, now=now)
    elif asked:
        _ask_again(alert, level, what, actor=actor, now=now)
        if heard is not None and not was_tried(alert, actor.user_id, now):
            write_attempt(alert, heard, actor=actor, now=now)
    elif heard is not None:
        _hear_again(alert, heard, actor=actor, now=now)
    elif rules.is_higher(level, alert.level):
        _heighten(alert, level, what, actor=actor, now=now, is_unseen=is_unseen)
    return alert


def _opened(
    household_id: UUID,
    level: AlertLevel,
    silent_since: datetime,
    what: str,
    *,
    actor: Actor,
    now: datetime,
    asked: bool,
    is_unseen: bool,
) -> Alert:
    alert = Alert(
        household_id=household_id,
        level=level,
        raised_at=now,
        raised_by_id=actor.user_id,
        silent_since=silent_since,
        asked_at=now if asked else None,
        is_unseen=is_unseen,
        what=what,
        rung_at=now,
        due_at=now,
    )
    db.session.add(alert)
    take(ALERT_STATES, alert, AlertVerb.RAISE, actor=actor, now=now, note=what, level=level.value)
    return alert


def _begin(alert: Alert, heard: Tried | None, *, actor: Actor, now: datetime) -> None:
    """The person is asked first, unless they were `heard`; who called for help waits for no answer to that."""
    called = alert.asked_at is not None and actor.user_id is None
    db.session.flush()
    missing = missing_of(alert, now)
    _turn_to(alert, Rung.COORDINATOR if called or heard else Rung.TEXT, missing, now)
    if heard is not None:
        write_attempt(alert, heard, actor=actor, now=now)
    elif Rung.TEXT not in missing:
        message = notices.ask_person(alert, now=now)
        if message.state is Delivery.WAITING:
            write_attempt(alert, Tried(ASKED_BY[message.channel], AttemptResult.ASKED), actor=SYSTEM, now=now)
    notices.tell_whose_turn(alert, now=now)


def _turn_to(alert: Alert, wanted: Rung, missing: Mapping[Rung, str], now: datetime) -> None:
    """It is this one's turn, or the next one's at which somebody can do what is asked; then a step says why."""
    rung = rules.rung_from(wanted, missing)
    if rung is not wanted:
        write_turn(alert, rung, wanted, missing, actor=SYSTEM, now=now)
    alert.rung, alert.rung_at = rung, now
    alert.due_at = turn_ends_at(rung, alert.level, now, now)
    db.session.flush()


def _ask_again(alert: Alert, level: AlertLevel, what: str, *, actor: Actor, now: datetime) -> None:
    """Somebody asks, whatever is known of it already: nothing stays put off, and the turn is at least a person's.

    A device that calls on and on is told of once in a while.
    """
    if actor.user_id is None and rules.is_told(alert.state, alert.asked_at, now):
        return
    level = max(level, alert.level, key=rules.LEVELS.index)
    take(ALERT_STATES, alert, AlertVerb.ASK, actor=actor, now=now, note=what, level=level.value)
    alert.level, alert.what, alert.asked_at = level, what, now
    due_at = alert.due_at
    if alert.rung is Rung.TEXT:
        _turn_to(alert, Rung.COORDINATOR, missing_of(alert, now), now)
    alert.due_at = min(due_at, turn_ends_at(alert.rung, level, now, now))
    db.session.flush()
    notices.hasten_question(alert, now=now)
    notices.tell_whose_turn(alert, now=now)


def _hear_again(alert: Alert, heard: Tried, *, actor: Actor, now: datetime) -> None:
    """Nobody waits for another answer and nothing stays put off: whoever has the turn hears that it is to call back."""
    write_attempt(alert, heard, actor=actor, now=now)
    if alert.rung is Rung.TEXT:
        climb(alert, actor=actor, now=now, why=heard.note)
    elif alert.state is AlertState.PUT_OFF:
        look_again(alert, actor=actor, now=now)
    else:
        notices.tell_whose_turn(alert, now=now)


def _heighten(alert: Alert, level: AlertLevel, what: str, *, actor: Actor, now: datetime, is_unseen: bool) -> None:
    """What is left of the present turn becomes as short as the higher level wants it."""
    take(ALERT_STATES, alert, AlertVerb.HEIGHTEN, actor=actor, now=now, note=what, level=level.value)
    alert.level, alert.what, alert.is_unseen = level, what, is_unseen
    alert.due_at = min(alert.due_at, max(now, turn_ends_at(alert.rung, level, alert.rung_at, now)))
    db.session.flush()
    notices.hasten_question(alert, now=now)
    notices.tell_whose_turn(alert, now=now)
