"""People who go on until they are answered: what each was told is kept, and looked for in the database afterwards."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from threading import Lock, Thread

from sqlalchemy import Engine, select

from portal.residents.applications.models import Application
from portal.residents.households.models import Person
from tools.load.applying import NotAccepted, send_application
from tools.load.browser import Answer, Browser, ConnectionLost

AWAY = frozenset({502, 503, 504})
PATIENCE_SECONDS = 180.0
"""nginx waits a minute for a host that took a form and died."""
REST_SECONDS = 0.2
LOOK_EVERY_SECONDS = 0.05


@dataclass
class Visitor(Browser):
    """Where no answer came, sends the same once more, as somebody would."""

    again: int = 0
    patience: float = PATIENCE_SECONDS

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        until = time.monotonic() + self.patience
        while True:
            try:
                answer = super()._ask(method, path, body)
                if answer.status not in AWAY or time.monotonic() > until:
                    return answer
            except (ConnectionLost, OSError):
                self.close()
                if time.monotonic() > until:
                    raise
            self.again += 1
            time.sleep(REST_SECONDS)


@dataclass
class Applicants:
    """People who apply one after another, each by a browser that `enter` opens; what each was told is kept."""

    enter: Callable[[], Visitor]
    clients: int = 4
    inside: list[Visitor] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    told_at: dict[str, float] = field(default_factory=dict)
    """When each number was told, by `time.monotonic`."""
    failed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    wanted: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    lock: Lock = field(default_factory=Lock)

    def apply(self) -> None:
        while len(self.told) < self.wanted and not self.failed:
            with self.lock:
                phone, visitor = f"0107{next(self.numbers):07d}", self.enter()
                self.inside.append(visitor)
            begun = time.monotonic()
            try:
                number = send_application(visitor, phone)
            except (NotAccepted, ConnectionLost, OSError) as failure:
                self.failed.append(f"{type(failure).__name__}: {failure}")
                return
            finally:
                visitor.close()
            with self.lock:
                self.told[f"+82{phone[1:]}"] = number
                self.told_at[number] = time.monotonic()
                self.slowest = max(self.slowest, time.monotonic() - begun)

    @property
    def again(self) -> int:
        """How often one of them had no answer, and sent the same once more."""
        return sum(visitor.again for visitor in self.inside)

    def begin(self, wanted: int) -> list[Thread]:
        """Let all apply until `wanted` of them were told a number."""
        self.wanted = wanted
        threads = [Thread(target=self.apply) for _ in range(self.clients)]
        for thread in threads:
            thread.start()
        return threads

    def wait_until(self, told: int) -> None:
        """Until so many were told a number, or one of them was refused."""
        while len(self.told) < told and not self.failed:
            time.sleep(LOOK_EVERY_SECONDS)


@dataclass(frozen=True)
class Kept:
    """What the database has of what people were told."""

    lost: list[str]
    """Numbers that somebody was told and that are not there."""
    twice: int
    without_gaps: bool

    @property
    def is_whole(self) -> bool:
        return not self.lost and not self.twice and self.without_gaps


def kept_of(engine: Engine, told: dict[str, str]) -> Kept:
    with engine.connect() as connection:
        rows = connection.execute(select(Person.phone, Application.number).join(Application.person)).all()
    there = {phone: number for phone, number in rows if phone in told}
    numbers = sorted(int(number[5:]) for _phone, number in rows)
    return Kept(
        lost=[number for phone, number in told.items() if there.get(phone) != number],
        twice=sum(phone in told for phone, _number in rows) - len(there),
        without_gaps=numbers == list(range(1, len(numbers) + 1)),
    )
