"""The back-ups and drills that the demonstration tells of: rows of the page, no files."""

from datetime import datetime, time, timedelta
from functools import partial

from portal.backups.models import Backup, Drill
from portal.core import clock
from portal.demo.world import World
from portal.extensions import db

NIGHT, MORNING = time(2, 30), time(4, 10)
NIGHTS = 14
DRILLS_AGO = (3, 10, 17)
FAILED = 17
NO_ROOM = "No space left on device: .drill-k2v9"


def plan_backups(world: World) -> None:
    """One every night, a drill every week; the first found the disk full."""
    for back in range(1, NIGHTS + 1):
        world.at(world.moment(-back, NIGHT), partial(_back_up, night=NIGHTS - back))
    for back in DRILLS_AGO:
        world.at(world.moment(-back, MORNING), partial(_try, problems=[NO_ROOM] if back == FAILED else []))


def _name(at: datetime) -> str:
    return f"portal-{at:%Y%m%dT%H%M%SZ}.age"


def _back_up(now: datetime, *, night: int) -> None:
    size, files = 18_400_000 + 310_000 * night, 420 + 9 * night
    db.session.add(Backup(made_at=now, seconds=6, file_name=_name(now), size=size, files=files))


def _try(now: datetime, *, problems: list[str]) -> None:
    night = clock.at(clock.day_of(now), NIGHT)
    ended = now + timedelta(seconds=41)
    db.session.add(Drill(started_at=now, finished_at=ended, file_name=_name(night), problems=problems))
