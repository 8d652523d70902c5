"""The order in which the past happens again: act after act by its time, one transaction a day."""

from collections.abc import Callable
from datetime import date, datetime
from heapq import heappop, heappush
from itertools import count

from portal.core import clock
from portal.db.engine import writing
from portal.db.transaction import collecting, run_queued
from portal.extensions import db

Act = Callable[[datetime], object]
EndOfDay = Callable[[datetime], None]


class Replay:
    """Acts planned for their moments; what lies after `until` has not happened yet and never does."""

    def __init__(self, until: datetime, end_of_day: EndOfDay) -> None:
        self.until = until
        self.end_of_day = end_of_day
        self._planned: list[tuple[datetime, int, Act]] = []
        self._order = count()
        self._reached: datetime | None = None

    def at(self, moment: datetime, act: Act) -> None:
        """Let `act` happen at `moment`, or next when that has passed; those of one moment in the order of planning."""
        heappush(self._planned, (max(moment, self._reached or moment), next(self._order), act))

    def run(self) -> None:
        """Let everything planned up to `until` happen, and what that leads to."""
        while self._planned and self._planned[0][0] <= self.until:
            self._run_day(clock.day_of(self._planned[0][0]))

    def _run_day(self, day: date) -> None:
        with writing(), collecting() as queue:
            while self._is_planned_on(day):
                self._reached, _, act = heappop(self._planned)
                act(self._reached)
                db.session.flush()
            self.end_of_day(self._reached or self.until)
            db.session.commit()
        run_queued(queue)

    def _is_planned_on(self, day: date) -> bool:
        return bool(self._planned) and self._planned[0][0] <= self.until and clock.day_of(self._planned[0][0]) <= day
