"""The present moment for what must not follow a clock that jumps: time that has passed, not time that was set."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SLACK = timedelta(minutes=2)
"""A clock that is corrected by less is followed at once."""

LONGEST_JUMP = timedelta(hours=3)
"""What lies further off is another time altogether, such as a machine that slept: it is taken as it is."""

BELIEVED_AFTER = timedelta(hours=3)
"""A clock that stayed where it jumped to was wrong before."""


@dataclass
class SteadyClock:
    """Each reading takes what the clock says and the seconds of a counter that nobody sets (`time.monotonic`).

    While the clock is ahead or behind by hours it answers by the counter alone; what it was set to counts once it has
    stayed so for `BELIEVED_AFTER`.
    """

    _wall: datetime | None = None
    _counter: float = 0.0
    _odd_since: float | None = None

    def read(self, wall: datetime, counter: float) -> datetime:
        if self._wall is None:
            return self._follow(wall, counter)
        passed = self._wall + timedelta(seconds=counter - self._counter)
        off = abs(wall - passed)
        if off <= SLACK or off > LONGEST_JUMP:
            return self._follow(wall, counter)
        if self._odd_since is None:
            self._odd_since = counter
        if timedelta(seconds=counter - self._odd_since) >= BELIEVED_AFTER:
            return self._follow(wall, counter)
        return passed

    def _follow(self, wall: datetime, counter: float) -> datetime:
        self._wall, self._counter, self._odd_since = wall, counter, None
        return wall
