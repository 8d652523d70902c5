"""Decides which level somebody has reached who was not heard of, when the next one is reached, and who is not watched.

Everything works on plain values; the sweep and the page of the person ask the same functions.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from portal.core.clock import SEOUL, at, day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.workdays import is_workday, next_workday
from portal.monitoring.alerts.rules import Span
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.devices.rules import MUTE_AT_LEAST, TROUBLE_KNOWN, USUAL, Hours, strictest

NIGHT_FROM, NIGHT_UNTIL = time(22), time(6)
"""Nobody is watched in these hours who did not agree to it apart (domain.md §6, §8)."""

WEEK_BEGINS = time(9)
LONGEST_ABSENCE = timedelta(days=31)
QUIET_FROM = timedelta(hours=12)
"""A time without a sign of life of at least so long is kept, so that other hours can be tried on it."""

FAULT_AT_LEAST, FAULT_SHARE = 5, 0.5
"""So many devices of a supplier and that part of all, silent at once: it is the supplier, not the homes."""

SPEAKS_EVERY = timedelta(hours=6)
"""By day each lively device of homes that are well speaks so often."""

LOOK_AGAIN = timedelta(hours=1)
KEPT_COMES_IN = timedelta(hours=1)
"""So long after most devices of a supplier at fault speak again, what its machine has kept of the others comes in."""

UNSEEN_FOR = timedelta(days=1)
"""After so long on the list of calls the office hears of whom no device sees (`ours`)."""

_LEVELS = tuple(AlertLevel)


def is_night(moment: datetime) -> bool:
    local = moment.astimezone(SEOUL).time()
    return local >= NIGHT_FROM or local < NIGHT_UNTIL


@dataclass(frozen=True, slots=True)
class When:
    """Whether somebody is also watched by night, and on days on which nobody works."""

    nights: bool = False
    weekends: bool = True

    def looks(self, moment: datetime) -> datetime:
        """When a level that is reached at `moment` is told: never earlier, and never not at all."""
        if not self.nights and is_night(moment):
            local = moment.astimezone(SEOUL)
            day = local.date() if local.time() < NIGHT_UNTIL else local.date() + timedelta(days=1)
            moment = at(day, NIGHT_UNTIL)
        day = day_of(moment)
        return moment if self.weekends or is_workday(day) else at(next_workday(day), WEEK_BEGINS)


@dataclass(frozen=True, slots=True)
class Standing:
    """The level that was reached, None before the first, and when the next one is; None after the last."""

    level: AlertLevel | None
    next_at: datetime | None


def standing(since: datetime, hours: Hours, when: When, now: datetime) -> Standing:
    """How it stands at `now` with somebody who was not heard of since `since`.

    A higher level may be told before a lower one that was reached on a day off and waits for the morning.
    """
    told = [(level, when.looks(since + timedelta(hours=after))) for level, after in zip(_LEVELS, hours, strict=True)]
    reached = max((place for place, (_, told_at) in enumerate(told) if told_at <= now), default=-1)
    coming = [told_at for _, told_at in told[reached + 1 :]]
    return Standing(told[reached][0] if reached >= 0 else None, min(coming, default=None))


def is_news(level: AlertLevel | None, known: AlertLevel | None) -> bool:
    """Whether a level is higher than what was told of this silence already."""
    return level is not None and (known is None or _LEVELS.index(level) > _LEVELS.index(known))


@dataclass(frozen=True, slots=True)
class Eye:
    """A device as the rules see it: `sees` unless it is broken, lost, cut off, or silent in a fault of its supplier."""

    hours: Hours
    sees: bool
    words: str
    """Its kind."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides about a household: silence counts from `since`; `told` is the level told of it already."""

    household_id: UUID
    since: datetime
    when: When
    eyes: Collection[Eye]
    away_until: datetime | None = None
    told: AlertLevel | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows: a level to raise, a call because nothing sees the person; and when to look again.

    With `calls` the level is of not seeing, else of silence. Whoever is `away` is neither looked for nor called.
    """

    raises: AlertLevel | None = None
    calls: bool = False
    due_at: datetime | None = None
    eyes: tuple[Eye, ...] = field(default=())
    away: bool = False


def judge(facts: Facts, now: datetime) -> Verdict:
    """Decide about one household whose time may have come.

    Whoever told that they are away is left alone until they are back. Where no device sees anybody, whether each is
    broken, none stands there, or their supplier is at fault, the person is put on the list to telephone at the moment
    at which an alert would have come, and at the hours of 위험 one is raised of not seeing them: not to see is never to
    know that somebody is well.
    """
    if facts.away_until is not None and facts.away_until > now:
        return Verdict(due_at=facts.away_until, away=True)
    seeing = tuple(eye for eye in facts.eyes if eye.sees)
    stands = standing(facts.since, hours_that_count(facts.eyes), facts.when, now)
    is_new = is_news(stands.level, facts.told)
    if seeing:
        return Verdict(raises=stands.level if is_new else None, due_at=stands.next_at, eyes=seeing)
    if stands.level is None:
        return Verdict(due_at=stands.next_at, eyes=tuple(facts.eyes))
    raises = AlertLevel.DANGER if is_new and stands.level is AlertLevel.DANGER else None
    again_at = min(now + LOOK_AGAIN, stands.next_at or now + LOOK_AGAIN)
    return Verdict(raises=raises, calls=True, due_at=again_at, eyes=tuple(facts.eyes))


def hours_that_count(eyes: Collection[Eye]) -> Hours:
    """Of the devices that see; where none does, of all that were promised to, and without any as usual."""
    return strictest([eye.hours for eye in eyes if eye.sees] or [eye.hours for eye in eyes] or [USUAL])


def at_home(span: Span, away: Iterable[Span]) -> list[Span]:
    """What is left of a silence without the times when they were known to be away; it counts anew after each."""
    began_at, ended_at = span
    parts: list[Span] = []
    for left_at, back_at in sorted(away):
        if began_at < left_at < ended_at:
            parts.append((began_at, left_at))
        if left_at < ended_at:
            began_at = max(began_at, back_at)
    return [*parts, (began_at, ended_at)] if began_at < ended_at else parts


def is_supplier_at_fault(total: int, quiet: int) -> bool:
    return quiet >= FAULT_AT_LEAST and quiet >= total * FAULT_SHARE


def is_supplier_mute(lively: int, fell_quiet: int, last_heard_at: datetime | None, now: datetime) -> bool:
    """Nothing at all is heard of it, though it should have been several times.

    Of `lively` devices by day as often as people move about; of others when so many that `fell_quiet` within a day have
    not spoken at their time. Long before half of them are silent for too long, each for itself, as many homes would be.
    """
    if last_heard_at is None:
        return False
    if fell_quiet >= FAULT_AT_LEAST and now - last_heard_at >= TROUBLE_KNOWN:
        return True
    if lively < FAULT_AT_LEAST:
        return False
    return by_day(last_heard_at, now) >= max(MUTE_AT_LEAST, SPEAKS_EVERY * FAULT_AT_LEAST / lively)


def by_day(since: datetime, until: datetime) -> timedelta:
    """How much of the last day or two of this time was no night."""
    since, spent = max(since, until - 2 * TROUBLE_KNOWN), timedelta(0)
    day = day_of(since)
    while (morning := at(day, NIGHT_UNTIL)) < until:
        spent += max(timedelta(0), min(at(day, NIGHT_FROM), until) - max(morning, since))
        day += timedelta(days=1)
    return spent


def is_supplier_well(total: int, quiet: int, lively: int, eases_since: datetime | None, now: datetime) -> bool:
    """Again: not at the first few that speak, so that a fault does not come and go, nor before the others had time to.

    Of `lively` devices that takes longer: they speak again as people move about. Devices that died meanwhile never
    speak again: once so few have been silent since `eases_since`, for a day, that nobody would suspect their supplier,
    the fault is over.
    """
    eased = now - eases_since if eases_since is not None else timedelta(0)
    had_time = eased >= (KEPT_COMES_IN if lively < FAULT_AT_LEAST else MUTE_AT_LEAST)
    is_heard = quiet * 4 <= total and had_time
    return is_heard or eased >= TROUBLE_KNOWN


def refuse_absence(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise `DomainError` for an absence that is over, ends before it begins, or has no near end."""
    if ends_at <= max(starts_at, now):
        raise DomainError(N_("돌아오시는 때는 나가시는 때와 지금보다 뒤여야 합니다."), "until_on")
    if ends_at - max(starts_at, now) > LONGEST_ABSENCE:
        raise DomainError(
            N_("%(days)d일 안의 날을 골라 주십시오. 더 오래 비우시면 그때 다시 적습니다."),
            "until_on",
            days=LONGEST_ABSENCE.days,
        )


def earliest(hours: Iterable[Hours]) -> int:
    """After how many hours at the earliest anything may follow; of a home without devices as usual."""
    return min((each.attention for each in hours), default=USUAL.attention)


def quiet_time(before: datetime | None, sign_at: datetime) -> tuple[datetime, datetime] | None:
    """The time without a sign of life that a new one ends, where it is long enough to be kept."""
    return (before, sign_at) if before is not None and sign_at - before >= QUIET_FROM else None


def outlook(facts: Facts, now: datetime) -> datetime | None:
    """By when somebody looks if nothing more is heard; None while they are away."""
    if facts.away_until is not None and facts.away_until > now:
        return None
    return standing(facts.since, hours_that_count(facts.eyes), facts.when, facts.since).next_at
