"""Who of the demonstration is on call in the evenings, and who wants one mail a day."""

from datetime import datetime, time, timedelta
from functools import partial

from portal.accounts.queries import users_who_may
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.core.permissions import Permission
from portal.core.phone import parse_phone
from portal.demo.world import World
from portal.duty.actions import add_shift, choose_pace
from portal.duty.states import Pace

BEGINS, FIRST, LAST = time(11, 0), time(9, 0), time(20, 0)
WEEKS = 14


def plan_roster(world: World) -> None:
    """Every weekend somebody else of the coordinators; the second of them chose one mail a day."""
    for back in range(WEEKS):
        world.at(world.moment(-7 * back - 1, BEGINS), partial(_put_on_call, number=back))
    world.at(world.moment(-30, BEGINS), _choose_one_mail_a_day)


def _put_on_call(now: datetime, *, number: int) -> None:
    """On the days of the next week on which the office is closed, from nine to eight in the evening."""
    people = users_who_may(Permission.CASELOAD_OWN)
    who = people[number % len(people)]
    today = clock.day_of(now)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    for day in (saturday, saturday + timedelta(days=1)):
        starts_at, ends_at = clock.at(day, FIRST), clock.at(day, LAST)
        phone = parse_phone(f"010-0000-9{number:03d}")
        if ends_at > now:
            add_shift(who.id, phone, starts_at, ends_at, actor=SYSTEM, now=now)


def _choose_one_mail_a_day(now: datetime) -> None:
    people = users_who_may(Permission.CASELOAD_OWN)
    choose_pace(Pace.DAILY, actor=people[1].actor, now=now)
