"""What the first coordinator and the office narrow their lists to, again and again."""

from datetime import datetime, time
from functools import partial

from portal.demo.world import World
from portal.filters.actions import save_filter

SAVED = time(11, 15)
KEPT = (
    ("first", "households", "기한 지난 연락", {"due": "overdue"}),
    ("first", "households", "새 가구", {"state": "paired", "sort": "opened"}),
    ("first", "households", "서교동", {"dong": "1144066000"}),
    ("first", "calls", "전할 말이 있는 분", {"kind": "messages"}),
    ("office", "messages", "번호를 고칠 알림", {"state": "failed", "why": "refused"}),
    ("office", "duties", "7일 안에 할 일", {"view": "soon"}),
)
"""Who keeps it, of which list, under which name, and what its address asks."""


def plan_filters(world: World) -> None:
    for who, list_name, name, asked in KEPT:
        world.at(world.moment(-20, SAVED), partial(_save, world, who, list_name, name, asked))


def _save(world: World, who: str, list_name: str, name: str, asked: dict[str, str], now: datetime) -> None:
    save_filter(list_name, name, asked, actor=world.actors[who], now=now)
