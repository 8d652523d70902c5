"""What the first coordinator narrows the list of households to, again and again."""

from datetime import datetime, time
from functools import partial

from portal.coordinators.filters.actions import save_filter
from portal.demo.world import World

SAVED = time(11, 15)
KEPT = (("기한 지난 연락", "due=overdue"), ("새 가구", "state=paired&sort=opened"), ("서교동", "dong=1144066000"))


def plan_filters(world: World) -> None:
    for name, query in KEPT:
        world.at(world.moment(-20, SAVED), partial(_save, world, name, query))


def _save(world: World, name: str, query: str, now: datetime) -> None:
    save_filter(name, query, actor=world.actors["first"], now=now)
