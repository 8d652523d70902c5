"""What those who were at a meeting say of its minutes, and how they are sealed."""

from datetime import datetime, timedelta
from functools import partial
from math import cos, sin

from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.minutes.actions import answer_amendment, say_of_minutes, seal_due
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.queries import deputy_came, find_minutes, who_was_there
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer
from portal.core.actors import ANONYMOUS, SYSTEM
from portal.core.clock import day_bounds
from portal.demo.world import World

SILENT = 5
"""Every fifth says nothing."""
SIGNING = 3
"""Every third signs by hand."""

AMENDMENT = "빨래가 밀린 까닭에 비가 잦았던 것도 적어 주십시오."
REFUSED = "다음 달 회의 날짜도 이날 정한 것으로 기억합니다."
WHY_NOT = "날짜는 회의가 끝난 뒤 전화로 정하였습니다."


def let_confirm(world: World, meeting: Meeting, now: datetime, *, amends: bool) -> None:
    """Most confirm on the next days; where somebody `amends` two want something amended, one of which is taken in."""
    minutes = find_minutes(meeting)
    if minutes is None:
        return
    over = day_bounds(minutes.until)[1]
    for place, seat in enumerate(who_was_there(meeting)):
        if amends and place in _AMENDING:
            world.at(world.surely(now + timedelta(hours=3 + place)), _Amending(world, minutes, seat, place))
            continue
        moment = world.surely(now + timedelta(hours=4 + 7 * place))
        if place % SILENT != SILENT - 1 and moment < over:
            world.at(moment, _Confirming(minutes, seat, place))
    world.at(world.surely(over), _seal)


_AMENDING = {
    1: (AMENDMENT, AmendmentOutcome.TAKEN_IN, ""),
    2: (REFUSED, AmendmentOutcome.NOT_TAKEN_IN, WHY_NOT),
}


def scribble(place: int) -> str:
    """What a hand could have drawn, another one at each place."""
    turns, high = 3 + place % 4, 30 + place * 7 % 40
    wave = [(70 + 6 * at, 100 + round(high * sin(at * turns / 9) * cos(at / 31))) for at in range(72)]
    line = [(90 + 14 * at, 160 - at * (place % 5)) for at in range(26)]
    return ";".join(" ".join(f"{x},{y}" for x, y in stroke) for stroke in (wave, line))


def _seal(now: datetime) -> None:
    seal_due(actor=SYSTEM, now=now)


class _Confirming:
    def __init__(self, minutes: Minutes, seat: Attendee, place: int) -> None:
        self.minutes, self.seat, self.place = minutes, seat, place

    def __call__(self, now: datetime) -> None:
        answer, drawn = MinutesAnswer.CONFIRMED, scribble(self.place) if self.place % SIGNING == 0 else ""
        say = partial(say_of_minutes, self.minutes, self.seat, answer, as_deputy=deputy_came(self.seat))
        say(actor=ANONYMOUS, now=now, signature=drawn)


class _Amending:
    """The office answers on the next day."""

    def __init__(self, world: World, minutes: Minutes, seat: Attendee, place: int) -> None:
        self.world, self.minutes, self.seat = world, minutes, seat
        self.words, self.outcome, self.reason = _AMENDING[place]

    def __call__(self, now: datetime) -> None:
        amends, item = MinutesAnswer.AMENDS, self.minutes.meeting.items[1]
        say = partial(say_of_minutes, self.minutes, self.seat, amends, as_deputy=deputy_came(self.seat))
        reply = say(actor=ANONYMOUS, now=now, words=self.words, item=item)
        office = self.world.actors["office"]

        def answer(then: datetime) -> None:
            answer_amendment(reply, self.outcome, self.reason, actor=office, now=then)

        self.world.at(self.world.surely(now + timedelta(days=1)), answer)
