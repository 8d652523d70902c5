"""How two sides are measured: turn by turn in the same run, so that what else the machine does hits both; medians."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from threading import Thread

Step = Callable[[], object]


def interleaved_seconds(sides: Sequence[Step], *, turns: int, calls: int) -> list[float]:
    """The median time of one call of each side; each turn calls every side `calls` times."""
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(turns):
        for side, seconds in zip(sides, times, strict=True):
            seconds += [_seconds(side) for _ in range(calls)]
    return [median(seconds) for seconds in times]


def _seconds(step: Step) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def interleaved_rates(sides: Sequence[Sequence[Step]], *, turns: int, window: float) -> list[float]:
    """How often a second the steps of each side are done, as the median of `turns` windows of `window` seconds.

    A side is one step for each of its clients; a client begins its next step as soon as the last one ended.
    """
    rates: list[list[float]] = [[] for _ in sides]
    for _ in range(turns):
        for clients, found in zip(sides, rates, strict=True):
            found.append(_rate(clients, window))
    return [median(found) for found in rates]


def _rate(clients: Sequence[Step], window: float) -> float:
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
    return sum(done) / (time.perf_counter() - begun)
