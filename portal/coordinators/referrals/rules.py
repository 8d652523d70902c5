"""Decides which consents are lacking, which times are proposed first, and by when a co-operative answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from portal.coordinators.referrals.states import ReferralState
from portal.core.clock import SEOUL, day_of
from portal.core.messages import N_
from portal.core.promises import Working
from portal.core.targets import Targets
from portal.residents.applications.states import DayTime, Urgency
from portal.residents.consents.states import ConsentKind

ANSWERED = N_("답을 기다리는 연계가 아닙니다.")
REMINDED_TODAY = N_("오늘 이미 재촉했습니다. 급하면 전화해 주십시오.")
PROPOSALS = 3
NO_TURNS: Mapping[UUID, int] = MappingProxyType({})
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)
SATURDAY = 5
NOON = time(12)


class ConsentStanding(StrEnum):
    """How a consent stands; `WAITING` was given by a helper and the person has not confirmed it yet."""

    GIVEN = "given"
    WAITING = "waiting"
    MISSING = "missing"


class Time(Protocol):
    """A slot, as far as choosing among slots goes."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def organisation_id(self) -> UUID: ...


class Times(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True)
class Span:
    """From when to when something was asked or booked; a stay says so, as its end is that of the last night's slot."""

    starts_at: datetime
    ends_at: datetime
    is_stay: bool = False


@dataclass(frozen=True)
class Stay:
    """What is asked of a place where people stay over night.

    Beyond a limit of nights it is refused, or the resident pays it (`pays_beyond`). `continues_id` is the referral
    of the place from which the stay goes on here.
    """

    nights: int = 1
    pays_beyond: bool = False
    continues_id: UUID | None = None


ONE_NIGHT = Stay()
MOST_NIGHTS = 90
"""So many a stay has at most: ours."""


T = TypeVar("T", bound=Time)
S = TypeVar("S", bound=Times)
X = TypeVar("X")

NOT_GIVEN = {
    ConsentKind.COLLECTION: N_("개인정보 수집·이용 동의가 없습니다. 이용자께 동의를 받은 뒤 연계해 주십시오."),
    ConsentKind.THIRD_PARTY: N_("개인정보 제3자 제공 동의가 없습니다. 이용자께 동의를 받은 뒤 연계해 주십시오."),
    ConsentKind.SENSITIVE: N_("건강정보 처리 동의가 없습니다. 이용자께 동의를 받은 뒤 연계해 주십시오."),
}
NEEDED_CONSENTS = tuple(NOT_GIVEN)
NOT_CONFIRMED = N_("대신 신청한 분이 적은 동의입니다. 이용자께 직접 확인을 받은 뒤 연계해 주십시오.")


def consent_hindrance(consents: dict[ConsentKind, ConsentStanding]) -> str | None:
    """Which consent is lacking before a co-operative may learn anything, in words; None when nothing is."""
    for kind, words in NOT_GIVEN.items():
        standing = consents.get(kind, ConsentStanding.MISSING)
        if standing is not ConsentStanding.GIVEN:
            return NOT_CONFIRMED if standing is ConsentStanding.WAITING else words
    return None


def answer_due_at(urgency: Urgency, now: datetime, targets: Targets, working: Working) -> datetime:
    """By when the co-operative answers: clock hours, and never while nobody works."""
    hours = targets.urgent_answer_hours if urgency is Urgency.URGENT else targets.referral_answer_hours
    return working.within(now + timedelta(hours=hours))


def in_turn(organisations: Iterable[UUID], asked: Mapping[UUID, tuple[int, datetime]]) -> list[UUID]:
    """Whose turn it is: whoever was asked least often, of those whoever waits longest; who was never asked first."""
    never = (0, datetime.min.replace(tzinfo=UTC))
    return sorted(organisations, key=lambda each: (*asked.get(each, never), each))


def why_no_reminder(state: ReferralState, reminded_at: datetime | None, now: datetime) -> str:
    """Why a co-operative is not asked for its answer once more, in words; empty where it is. Once a day is enough."""
    if state is not ReferralState.REQUESTED:
        return ANSWERED
    return REMINDED_TODAY if reminded_at is not None and day_of(reminded_at) == day_of(now) else ""


def is_answer_due_soon(asked_at: datetime, due_at: datetime, now: datetime) -> bool:
    """Whether less than a quarter of the time to answer is left."""
    return now >= due_at - (due_at - asked_at) / 4


def service_days(urgency: Urgency, targets: Targets) -> int:
    """Within how many days the first service is meant to begin."""
    return targets.urgent_service_days if urgency is Urgency.URGENT else targets.service_days


def suits(starts_at: datetime, wishes: Iterable[str]) -> bool:
    """Whether a time lies in one of the times that suit the resident; no wish at all suits every time."""
    wanted = set(wishes)
    if not wanted or DayTime.ANY in wanted:
        return True
    local = starts_at.astimezone(SEOUL)
    if local.weekday() >= SATURDAY:
        return DayTime.WEEKEND in wanted
    return (DayTime.WEEKDAY_MORNING if local.time() < NOON else DayTime.WEEKDAY_AFTERNOON) in wanted


def proposals(
    slots: Sequence[T],
    wishes: Iterable[str],
    *,
    known: frozenset[UUID] = frozenset(),
    turns: Mapping[UUID, int] = NO_TURNS,
    soon: datetime = LAST_MOMENT,
) -> list[T]:
    """At most three times to offer first.

    Those that suit, at co-operatives that know the household, that begin before `soon`; among these whose turn it is
    (`turns`: the place of each in it), then the earliest. No two fall on the same day of the same co-operative while
    there are others.
    """
    wanted = list(wishes)

    def place(slot: T) -> tuple[bool, bool, bool, int, datetime]:
        begins, who = slot.starts_at, slot.organisation_id
        return not suits(begins, wanted), who not in known, begins >= soon, turns.get(who, 0), begins

    ranked = sorted(slots, key=place)
    seen: set[tuple[UUID, date]] = set()
    first: list[T] = []
    rest: list[T] = []
    for slot in ranked:
        there = (slot.organisation_id, day_of(slot.starts_at))
        (rest if there in seen else first).append(slot)
        seen.add(there)
    return [*first, *rest][:PROPOSALS]


def without_clashes(slots: Iterable[S], taken: Iterable[Times]) -> list[S]:
    """The slots at whose times nothing is taken; one that begins when another ends does not clash."""
    spans = list(taken)
    return [
        slot
        for slot in slots
        if not any(slot.starts_at < span.ends_at and span.starts_at < slot.ends_at for span in spans)
    ]


@dataclass(frozen=True)
class DayOffer(Generic[T]):
    """The free times of one day; how many of them begin before noon, and how many after."""

    day: date
    times: list[T]
    morning: int
    afternoon: int


def by_day(slots: Sequence[T], turns: Mapping[UUID, int] = NO_TURNS) -> list[DayOffer[T]]:
    """The times day by day, in order; of those at the same time whose turn it is first."""
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, turns.get(slot.organisation_id, 0)))
    return [_day_offer(day, times) for day, times in day_groups(ordered, lambda slot: slot.starts_at)]


def _day_offer(day: date, times: list[T]) -> DayOffer[T]:
    morning = sum(slot.starts_at.astimezone(SEOUL).time() < NOON for slot in times)
    return DayOffer(day, times, morning, len(times) - morning)


def day_groups(things: Iterable[X], moment: Callable[[X], datetime]) -> list[tuple[date, list[X]]]:
    """Things in their order, gathered by the calendar day of their moment."""
    days: dict[date, list[X]] = {}
    for thing in things:
        days.setdefault(day_of(moment(thing)), []).append(thing)
    return list(days.items())
