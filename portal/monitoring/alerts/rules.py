"""Decides by when somebody must act on an alert, what comes after, and by what it may end."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.targets import Targets
from portal.core.workdays import is_workday
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, AlertState, AttemptMeans, AttemptResult, Rung

LEVELS, RUNGS = tuple(AlertLevel), tuple(Rung)
BY_TELEPHONE = (Rung.TEXT, Rung.COORDINATOR, Rung.DEPUTY)
"""At these turns a call to the person is what comes next."""

LOOKED_AHEAD = 31
PUT_OFF_AT_MOST: Mapping[AlertLevel, timedelta] = {
    AlertLevel.ATTENTION: timedelta(hours=24),
    AlertLevel.CAUTION: timedelta(hours=12),
    AlertLevel.DANGER: timedelta(hours=3),
}
"""What is not certain is looked at again within this time (`ours`)."""

CALLS_TOLD_EVERY = timedelta(minutes=10)
"""A device that goes on calling is told of once in this time (`ours`)."""

Span = tuple[datetime, datetime]
_TO_SEE = frozenset({AttemptResult.SPOKE, AttemptResult.SEEN})
_TO_KNOW = _TO_SEE | {AttemptResult.HEARD}
_TRIED = frozenset({AttemptResult.NO_ANSWER, AttemptResult.UNCLEAR})
TOLD_BY: Mapping[AttemptMeans, frozenset[AttemptResult]] = {
    AttemptMeans.TEXT: _TRIED,
    AttemptMeans.CALL: _TRIED | {AttemptResult.SPOKE, AttemptResult.HEARD},
    AttemptMeans.DOOR: _TRIED | _TO_KNOW,
    AttemptMeans.CONTACT_PERSON: _TRIED | {AttemptResult.HEARD},
    AttemptMeans.RESCUE: _TRIED | _TO_KNOW,
    AttemptMeans.DOOR_OPENED: _TRIED | _TO_KNOW,
    AttemptMeans.OTHER: _TRIED | _TO_KNOW,
}
"""What each means can tell: nobody is seen by telephone, and a text that came back is nobody's voice."""

CERTAIN: Mapping[AlertEnding, frozenset[AttemptResult]] = {
    AlertEnding.SAFE: _TO_SEE,
    AlertEnding.FALSE_ALARM: _TO_SEE,
    AlertEnding.OUT: _TO_KNOW,
    AlertEnding.HOSPITAL: _TO_KNOW,
    AlertEnding.EMERGENCY: _TO_KNOW,
    AlertEnding.DIED: _TO_KNOW,
}
"""By which results an alert may end so: well is only whom somebody spoke with or saw (domain.md §8)."""

AWAY_AFTER = frozenset({AlertEnding.OUT, AlertEnding.HOSPITAL, AlertEnding.EMERGENCY})
"""Whoever is not at home then is silent there without being missed, until the day on which they come back."""

FOLLOWED_UP = frozenset({AlertEnding.HOSPITAL, AlertEnding.EMERGENCY, AlertEnding.DIED})
"""After these something is to be done about the care, whoever ended the alert (domain.md §8)."""


CONTACT_BY: Mapping[AttemptMeans, ContactMeans] = {
    AttemptMeans.CALL: ContactMeans.CALL,
    AttemptMeans.DOOR: ContactMeans.VISIT,
    AttemptMeans.DOOR_OPENED: ContactMeans.VISIT,
}
"""What staff try themselves is a contact with the household, too."""

_MET_AS: Mapping[AlertEnding | None, ContactOutcome | None] = {
    None: ContactOutcome.WORRYING,
    AlertEnding.SAFE: ContactOutcome.WELL,
    AlertEnding.FALSE_ALARM: ContactOutcome.WELL,
    AlertEnding.OUT: ContactOutcome.WELL,
    AlertEnding.HOSPITAL: ContactOutcome.NEEDS_CHANGE,
    AlertEnding.EMERGENCY: ContactOutcome.WORRYING,
    AlertEnding.DIED: None,
}


def outcome_of(result: AttemptResult, ending: AlertEnding | None) -> ContactOutcome | None:
    """What it was as a contact; whoever was met while the alert goes on is not known to be well.

    None for what was none: nobody met the dead, nor those of whom something unclear, or something by others, was heard.
    """
    if result is AttemptResult.NO_ANSWER:
        return ContactOutcome.NO_ANSWER
    return _MET_AS[ending] if result in _TO_SEE else None


def is_higher(level: AlertLevel, than: AlertLevel) -> bool:
    return LEVELS.index(level) > LEVELS.index(than)


def is_told(state: AlertState, asked_at: datetime | None, now: datetime) -> bool:
    """Whether those whose turn it is heard of a call a moment ago and did not put it off since."""
    return state is not AlertState.PUT_OFF and asked_at is not None and now - asked_at < CALLS_TOLD_EVERY


def next_rung(rung: Rung, missing: Collection[Rung] = ()) -> Rung:
    """The next one that can be; the last one always can, and comes again and again until the alert ends."""
    return rung_from(RUNGS[min(RUNGS.index(rung) + 1, len(RUNGS) - 1)], missing)


def rung_from(rung: Rung, missing: Collection[Rung]) -> Rung:
    """This one, or the first one after it that can be."""
    return next((each for each in RUNGS[RUNGS.index(rung) :] if each not in missing), RUNGS[-1])


def missing_rungs(*, is_written_to: bool, has_phone: bool, has_contact: bool) -> frozenset[Rung]:
    """At whose turn nobody could do what is asked.

    That is to write to a person who reads neither texts nor mails, to call one without telephone, or a contact that is
    not named.
    """
    can_be = {
        Rung.TEXT: is_written_to,
        Rung.COORDINATOR: has_phone,
        Rung.DEPUTY: has_phone,
        Rung.CONTACT_PERSON: has_contact,
    }
    return frozenset(rung for rung, can in can_be.items() if not can)


def time_for(rung: Rung, level: AlertLevel, targets: Targets) -> timedelta:
    """How long, while somebody is there, a rung waits for a certain result."""
    minutes = {
        AlertLevel.ATTENTION: targets.alert_attention_minutes,
        AlertLevel.CAUTION: targets.alert_caution_minutes,
        AlertLevel.DANGER: targets.alert_danger_minutes,
    }
    return timedelta(minutes=minutes[level][RUNGS.index(rung)])


def refuse_unsaid(means: AttemptMeans, result: AttemptResult, whom: str) -> None:
    """Raise `DomainError` for what nobody would know later, or could not know by these means."""
    if result is AttemptResult.ASKED:
        raise DomainError(N_("어떻게 되었는지 골라 주십시오."), "result")
    if result not in TOLD_BY[means]:
        raise DomainError(N_("고르신 방법으로는 알 수 없는 결과입니다. 방법이나 결과를 다시 골라 주십시오."), "result")
    if result is AttemptResult.HEARD and not whom:
        raise DomainError(N_("누구에게 들었는지 적어 주십시오."), "whom")


def refuse_ending(ending: AlertEnding, result: AttemptResult) -> None:
    """Raise `DomainError` for an ending that nobody's word or sight bears out."""
    if result not in _TO_KNOW:
        raise DomainError(N_("확실히 알지 못하면 마칠 수 없습니다. 다시 볼 때를 정해 주십시오."), "ending")
    if result not in CERTAIN[ending]:
        raise DomainError(N_("이렇게 마치려면 본인을 보거나 본인과 이야기해야 합니다."), "ending")


def refuse_unknown_return(ending: AlertEnding | None, until_on: date | None) -> None:
    """Raise `DomainError` for somebody who is away until nobody knows when: a day later they would be looked for."""
    if ending in AWAY_AFTER and until_on is None:
        raise DomainError(N_("돌아오시는 날을 적어 주십시오. 모르시면 어림해 적고 나중에 고칩니다."), "until_on")


def refuse_next_look(next_look_at: datetime, level: AlertLevel, now: datetime) -> None:
    """Raise `DomainError` for a moment that has passed, or that lies too far for the level."""
    at_most = PUT_OFF_AT_MOST[level]
    if not now < next_look_at <= now + at_most:
        hours = int(at_most.total_seconds() // 3600)
        raise DomainError(N_("지금부터 %(hours)d시간 안의 때를 골라 주십시오."), "next_look_at", hours=hours)


@dataclass(frozen=True)
class Attendance:
    """When anybody looks: the hours of the office, and `shifts` of whoever is on call."""

    opens: time
    closes: time
    shifts: Sequence[Span] = ()

    def spans(self, moment: datetime) -> Iterator[Span]:
        """From `moment` on, each stretch in which somebody is there; none touches the one before."""
        begun: Span | None = None
        for starts_at, ends_at in sorted(self._stretches(moment)):
            if begun is not None and starts_at <= begun[1]:
                begun = begun[0], max(begun[1], ends_at)
                continue
            if begun is not None:
                yield begun
            begun = starts_at, ends_at
        if begun is not None:
            yield begun

    def after(self, moment: datetime, wait: timedelta) -> datetime:
        """When `wait` has passed since `moment`, counting only while somebody is there."""
        for starts_at, ends_at in self.spans(moment):
            if wait <= ends_at - starts_at:
                return starts_at + wait
            wait -= ends_at - starts_at
        return moment + timedelta(days=LOOKED_AHEAD)

    def watched_until(self, moment: datetime) -> datetime | None:
        """Until when somebody who is there at `moment` stays; None while nobody is."""
        starts_at, ends_at = self._first(moment)
        return ends_at if starts_at == moment else None

    def watched_from(self, moment: datetime) -> datetime:
        """The next moment at which somebody is there, which may be this one."""
        return self._first(moment)[0]

    def _first(self, moment: datetime) -> Span:
        last = moment + timedelta(days=LOOKED_AHEAD)
        return next(self.spans(moment), (last, last))

    def _stretches(self, moment: datetime) -> Iterator[Span]:
        today = clock.day_of(moment)
        days = (today + timedelta(days=ahead) for ahead in range(LOOKED_AHEAD))
        office = ((clock.at(day, self.opens), clock.at(day, self.closes)) for day in days if is_workday(day))
        for starts_at, ends_at in (*office, *self.shifts):
            if ends_at > moment:
                yield max(starts_at, moment), ends_at
