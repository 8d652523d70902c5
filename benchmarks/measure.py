"""How sides are measured: turn by turn in the same run, so that what else the machine does hits all of them."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from threading import Thread
from typing import NamedTuple

KIB_IN_MIB = 1024
Step = Callable[[], object]
Clock = Callable[[], float]
"""The seconds of processor time that the servers of a side have taken so far."""


class Cost(NamedTuple):
    """Of one step: the median of what the clock on the wall says, and the mean processor time of the servers.

    Where others wait for the same processors, only the second one can be trusted.
    """

    seconds: float
    processor: float


def interleaved_seconds(sides: Sequence[Step], *, turns: int, calls: int) -> list[float]:
    """The median time of one call of each side; each turn calls every side `calls` times."""
    return [cost.seconds for cost in interleaved_costs([(side, float) for side in sides], turns=turns, calls=calls)]


def interleaved_costs(sides: Sequence[tuple[Step, Clock]], *, turns: int, calls: int) -> list[Cost]:
    """What one call of each side costs; each turn calls every side `calls` times."""
    times: list[list[float]] = [[] for _ in sides]
    taken = [0.0 for _ in sides]
    for _ in range(turns):
        for place, (step, clock) in enumerate(sides):
            begun = clock()
            times[place] += [_seconds(step) for _ in range(calls)]
            taken[place] += clock() - begun
    return [Cost(median(seconds), spent / len(seconds)) for seconds, spent in zip(times, taken, strict=True)]


def _seconds(step: Step) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def interleaved_rates(sides: Sequence[tuple[Sequence[Step], Clock]], *, turns: int, window: float) -> list[Cost]:
    """What the steps of each side cost when several clients ask at once, in `turns` windows of `window` seconds.

    A side is one step for each of its clients; a client begins its next step as soon as the last one ended. The
    seconds of a step are the window by the steps done in it.
    """
    seconds: list[list[float]] = [[] for _ in sides]
    done = [0 for _ in sides]
    taken = [0.0 for _ in sides]
    for _ in range(turns):
        for place, (clients, clock) in enumerate(sides):
            begun = clock()
            steps, lasted = _work(clients, window)
            seconds[place].append(lasted / steps)
            done[place] += steps
            taken[place] += clock() - begun
    return [Cost(median(each), spent / steps) for each, spent, steps in zip(seconds, taken, done, strict=True)]


def peak_mib() -> float:
    """The most memory that this program has had; `ru_maxrss` would tell of whoever started it, where that had more."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(told["VmHWM"].split()[0]) / KIB_IN_MIB


def _work(clients: Sequence[Step], window: float) -> tuple[int, float]:
    """Steps in progress when the window ends are finished and counted with the time that they took."""
    done = [0] * len(clients)
    begun = time.perf_counter()

    def run(place: int, step: Step) -> None:
        while time.perf_counter() - begun < window:
            step()
            done[place] += 1

    threads = [Thread(target=run, args=item) for item in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done), time.perf_counter() - begun
