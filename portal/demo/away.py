"""Who of the coordinators of the demonstration is away: one was, one is, one will be."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from portal.demo.world import World
from portal.leave.actions import agree_to_cover, enter_leave
from portal.leave.rules import Days, Wanted
from portal.leave.states import LeaveKind
from portal.leave.tasks import tell_of_the_day

ENTERED, ANSWERED, TOLD = time(10, 20), time(15, 40), time(9, 10)
BEFORE = 12


@dataclass(frozen=True)
class Away:
    """Days count from the day of the seeding."""

    who: str
    deputy: str
    first: int
    last: int
    kind: LeaveKind
    is_agreed: bool = True


AWAY = (
    Away("second", "fifth", -31, -27, LeaveKind.HOLIDAY),
    Away("fifth", "fourth", -1, 4, LeaveKind.HOLIDAY),
    Away("third", "second", 9, 11, LeaveKind.TRAINING, is_agreed=False),
)


def plan_leave(world: World) -> None:
    for away in AWAY:
        entered_on = min(away.first, 0) - BEFORE
        world.at(world.moment(entered_on, ENTERED), partial(_enter, world, away, entered_on))
        for day in (away.first, away.last + 1):
            if day <= 0:
                world.at(world.moment(day, TOLD), tell_of_the_day)


def _enter(world: World, away: Away, entered_on: int, now: datetime) -> None:
    actor, deputy = world.actors[away.who], world.actors[away.deputy]
    if actor.user_id is None or deputy.user_id is None:
        raise LookupError(away.who)
    days = Days(world.today + timedelta(days=away.first), world.today + timedelta(days=away.last))
    leave = enter_leave(actor.user_id, Wanted(days, away.kind, deputy.user_id), actor=actor, now=now)
    if away.is_agreed:
        answered_at = world.moment(entered_on, ANSWERED)
        world.at(answered_at, lambda at: agree_to_cover(leave, actor=deputy, now=at))
