"""Writes down what is tried at whose turn, until somebody was seen or spoken with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit.steps import lock, take
from portal.core.actors import SYSTEM, Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings, db
from portal.monitoring.alerts import notices, rules
from portal.monitoring.alerts.deputies import deputy_of, has_nobody_else
from portal.monitoring.alerts.models import Alert, AlertAttempt
from portal.monitoring.alerts.queries import attendance, last_attempt_of, merged_into, open_alert_of, was_asked_in_vain
from portal.monitoring.alerts.states import (
    ALERT_STATES,
    AlertEnding,
    AlertLevel,
    AlertState,
    AlertVerb,
    AttemptMeans,
    AttemptResult,
    Rung,
)
from portal.monitoring.alerts.watched import tell_away, tell_known
from portal.monitoring.worries.actions import see_worries
from portal.notifications.actions import take_back_untrue
from portal.notifications.states import Channel
from portal.notifications.truth import wants_none
from portal.residents.households.telling import addressee

SKIPPED = N_("전화번호가 없어 건너뜀: %(rung)s")
NOT_ARRIVED = N_("안부를 여쭌 문자나 메일이 가지 않아 답을 기다리지 않음")
NOT_WRITTEN_TO = N_("문자나 메일을 보낼 수 없어 건너뜀: %(rung)s")
NOBODY_ELSE = N_("앞 차례를 맡은 당직 말고는 전화할 분이 없어 건너뜀: %(rung)s")


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody did to hear of a person; `whom` they saw or heard it from."""

    means: AttemptMeans
    result: AttemptResult
    whom: str = ""
    note: str = ""


def turn_ends_at(rung: Rung, level: AlertLevel, since: datetime, now: datetime) -> datetime:
    """By when somebody must have acted whose turn it is since `since`."""
    return attendance(now).after(since, rules.time_for(rung, level, current_settings().target))


def record_attempt(alert: Alert, tried: Tried, *, actor: Actor, now: datetime) -> AlertAttempt:
    """Write down what was tried and what came of it; it ends nothing."""
    actor.require(Permission.ALERT_HANDLE)
    rules.refuse_unsaid(tried.means, tried.result, tried.whom)
    return _act(alert, tried, actor=actor, now=now)


def hear_from_neighbour(household_id: UUID, tried: Tried, *, actor: Actor, now: datetime) -> Alert | None:
    """Whoever watches over the household was there: written down with its open alert, if there is one.

    Whom they met is safe where silence alone had raised it; what somebody asked for ends by those who see to it.
    """
    actor.require(Permission.NEIGHBOUR_WATCH)
    alert = open_alert_of(household_id)
    if alert is None:
        return None
    is_safe = alert.asked_at is None and tried.result in rules.CERTAIN[AlertEnding.SAFE]
    if is_safe:
        tell_known(household_id, AlertEnding.SAFE, now)
    attempt = _act(alert, tried, actor=actor, now=now)
    if is_safe:
        _end(alert, attempt, AlertEnding.SAFE, actor=actor, now=now)
    return alert


def _act(alert: Alert, tried: Tried, *, actor: Actor, now: datetime) -> AlertAttempt:
    """What was put off goes on from now: the present turn's time counts anew."""
    means, result = tried.means.value, tried.result.value
    before = take(ALERT_STATES, alert, AlertVerb.ACT, actor=actor, now=now, means=means, result=result)
    if before is AlertState.PUT_OFF:
        alert.rung_at, alert.due_at = now, turn_ends_at(alert.rung, alert.level, now, now)
    return write_attempt(alert, tried, actor=actor, now=now)


def write_attempt(alert: Alert, tried: Tried, *, actor: Actor, now: datetime) -> AlertAttempt:
    """The row of it alone, without a step."""
    attempt = AlertAttempt(
        alert_id=alert.id,
        rung=alert.rung,
        means=tried.means,
        result=tried.result,
        whom=tried.whom,
        note=tried.note,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name if actor.user_id else "",
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def end_alert(alert: Alert, attempt: AlertAttempt, ending: AlertEnding, *, actor: Actor, now: datetime) -> None:
    """End it by the last attempt, which made certain how the person is; nothing else ends an alert."""
    actor.require(Permission.ALERT_HANDLE)
    if attempt.id != last_attempt_of(alert).id:
        raise Conflict(N_("그 뒤에 다시 살핀 기록이 있습니다. 화면을 새로 고쳐 주십시오."))
    rules.refuse_ending(ending, attempt.result)
    _end(alert, attempt, ending, actor=actor, now=now)


def _end(alert: Alert, attempt: AlertAttempt, ending: AlertEnding, *, actor: Actor, now: datetime) -> None:
    take(ALERT_STATES, alert, AlertVerb.END, actor=actor, now=now, ending=ending.value)
    alert.ending, alert.ended_at = ending, now
    alert.ended_means, alert.ended_result = attempt.means, attempt.result
    db.session.flush()
    see_worries([alert.id, *merged_into(alert)], actor=actor, now=now)
    take_back_untrue(notices.SUBJECT, alert.id, now=now)
    if ending in rules.FOLLOWED_UP:
        notices.tell_what_follows(alert, ending, actor=actor, now=now)


def look_after(
    alert: Alert,
    tried: Tried,
    *,
    ending: AlertEnding | None = None,
    next_look_at: datetime | None = None,
    until_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Write down what was tried and what follows: an ending (of who is away `until_on`), a next look, or going on."""
    rules.refuse_unknown_return(ending, until_on)
    if ending is not None:
        tell_known(alert.household_id, ending, now)
    attempt = record_attempt(alert, tried, actor=actor, now=now)
    if ending is not None:
        end_alert(alert, attempt, ending, actor=actor, now=now)
        if ending in rules.AWAY_AFTER and until_on is not None:
            tell_away(alert.household_id, ending, until_on, actor=actor, now=now)
    elif next_look_at is not None:
        put_off(alert, next_look_at, tried.note, actor=actor, now=now)


def put_off(alert: Alert, next_look_at: datetime, note: str, *, actor: Actor, now: datetime) -> None:
    """Nobody knows yet: somebody looks again at `next_look_at`, then it is the present turn anew."""
    actor.require(Permission.ALERT_HANDLE)
    if not note:
        raise DomainError(N_("무엇을 기다리는지 적어 주십시오."), "note")
    rules.refuse_next_look(next_look_at, alert.level, now)
    take(ALERT_STATES, alert, AlertVerb.PUT_OFF, actor=actor, now=now, note=note)
    alert.due_at = next_look_at
    db.session.flush()


def go_on(alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Let it be the next one's turn before the time is over."""
    actor.require(Permission.ALERT_HANDLE)
    if alert.rung is Rung.RESCUE:
        raise Conflict(N_("마지막 차례입니다. 119나 112에 연락하고 결과를 적어 주십시오."))
    climb(alert, actor=actor, now=now)


def escalate_due(alert: Alert, *, now: datetime) -> None:
    """The time of a turn is over, or of what was put off: the next one's turn begins; the last one is told again.

    Nobody waits for an answer to what did not arrive.
    A turn that began later than now began before the clock was set back; its time counts anew.
    """
    lock(alert)
    if alert.ended_at is not None:
        return
    if alert.rung_at > now and alert.state is not AlertState.PUT_OFF:
        alert.rung_at, alert.due_at = now, turn_ends_at(alert.rung, alert.level, now, now)
    if was_asked_in_vain(alert):
        climb(alert, actor=SYSTEM, now=now, why=NOT_ARRIVED)
        return
    if alert.due_at > now:
        return
    if alert.state is AlertState.PUT_OFF:
        look_again(alert, actor=SYSTEM, now=now)
    elif alert.rung is Rung.RESCUE:
        _begin_turn(alert, alert.rung, now)
    else:
        climb(alert, actor=SYSTEM, now=now)


def look_again(alert: Alert, *, actor: Actor, now: datetime) -> None:
    """What was put off is the present turn's anew."""
    actor.require(Permission.ALERT_HANDLE)
    take(ALERT_STATES, alert, AlertVerb.LOOK_AGAIN, actor=actor, now=now)
    _begin_turn(alert, alert.rung, now)


def climb(alert: Alert, *, actor: Actor, now: datetime, why: str = "") -> None:
    """The next one's turn begins; `why` before its time."""
    missing = missing_of(alert, now)
    rung = rules.next_rung(alert.rung, missing)
    write_turn(alert, rung, rules.next_rung(alert.rung), missing, actor=actor, now=now, why=why)
    _begin_turn(alert, rung, now)


def missing_of(alert: Alert, now: datetime) -> Mapping[Rung, str]:
    """The turns at which nobody could do what is asked, each with why it is skipped.

    A number at which strangers answer is none, and whoever stopped messages is written to by none. Whoever is on call
    alone and had the turn before is nobody else's deputy.
    """
    home, to = alert.household, addressee(alert.household.person)
    found = rules.missing_rungs(
        is_written_to=to.channel is not Channel.CALL and not wants_none(home.person.id),
        has_phone=to.phone is not None,
        has_contact=bool(home.emergency_phone),
    )
    missing = {rung: NOT_WRITTEN_TO if rung is Rung.TEXT else SKIPPED for rung in found}
    if has_nobody_else(alert.household_id, alert.rung_at, now):
        missing.setdefault(Rung.DEPUTY, NOBODY_ELSE)
    return missing


def write_turn(
    alert: Alert,
    rung: Rung,
    wanted: Rung,
    missing: Mapping[Rung, str],
    *,
    actor: Actor,
    now: datetime,
    why: str = "",
) -> None:
    """The step to the turn of `rung`: `why` before its time, and what of the turns from `wanted` on was skipped."""
    passed = rules.RUNGS[rules.RUNGS.index(wanted) : rules.RUNGS.index(rung)]
    skipped = (missing[each] % {"rung": each.words} for each in passed)
    note = ". ".join(filter(None, (rung.words, why, *skipped)))
    take(ALERT_STATES, alert, AlertVerb.ESCALATE, actor=actor, now=now, note=note, rung=rung.value)


def _begin_turn(alert: Alert, rung: Rung, now: datetime) -> None:
    alert.rung, alert.rung_at = rung, now
    alert.due_at = turn_ends_at(rung, alert.level, now, now)
    if rung is Rung.DEPUTY:
        deputy = deputy_of(alert.household_id, now)
        alert.deputy = deputy.user if deputy else None
    db.session.flush()
    notices.tell_whose_turn(alert, now=now)


def merge_alert(alert: Alert, into: Alert, *, actor: Actor, now: datetime) -> None:
    """Of two open alerts of one person one goes on, as far as either had come."""
    take(ALERT_STATES, alert, AlertVerb.MERGE, actor=actor, now=now)
    alert.ended_at, alert.merged_into_id = now, into.id
    into.silent_since = min(into.silent_since, alert.silent_since)
    into.asked_at = max(filter(None, (into.asked_at, alert.asked_at)), default=None)
    into.level = max(into.level, alert.level, key=rules.LEVELS.index)
    if rules.RUNGS.index(alert.rung) > rules.RUNGS.index(into.rung):
        into.rung, into.rung_at, into.deputy_id = alert.rung, alert.rung_at, alert.deputy_id
    into.due_at = min(into.due_at, alert.due_at)
    db.session.flush()


def part_alert(alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Two people after all: it is open again, for what is known of the one says nothing of the other."""
    take(ALERT_STATES, alert, AlertVerb.PART, actor=actor, now=now)
    alert.ended_at = alert.merged_into_id = None
    _begin_turn(alert, alert.rung, now)
