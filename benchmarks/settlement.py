"""A month is drawn up by a worker of its own: the time, the memory, and whether ten times is ten times."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.data.charges import MONTH, add_charges
from benchmarks.figures import Figure
from benchmarks.ground import Ground

MEMBERS = 20
SMALL, LARGE = 5_000, 50_000
SMALLEST = 1_000
"""Households of the databases: each month stands on one of its own."""

SECONDS, MEMORY_MIB = 10, 300
LINEAR = 1.3
"""Ten times the visits may take so much more than ten times as long."""


@dataclass(frozen=True)
class Drawn:
    seconds: float
    peak_mib: float
    lines: int


def figures(ground: Ground) -> Iterator[Figure]:
    small, large = (_draw(ground, visits) for visits in (SMALL, LARGE))
    yield Figure(f"a month of {SMALL:,} visits and {MEMBERS} co-operatives settled", small.seconds, "s", SECONDS)
    yield Figure(f"memory of the worker that settles {SMALL:,} visits", small.peak_mib, "MiB", MEMORY_MIB)
    yield Figure(f"memory of the worker that settles {LARGE:,} visits", large.peak_mib, "MiB", MEMORY_MIB)
    ratio = large.seconds / small.seconds / (LARGE / SMALL)
    yield Figure(f"{LARGE:,} visits against {SMALL:,}, each visit", ratio, "times as long", LINEAR)


def _draw(ground: Ground, visits: int) -> Drawn:
    """Ask for the month and let a process of its own draw it up."""
    database, made = ground.thin(SMALLEST + visits // SMALL)
    with database.engine.begin() as connection:
        add_charges(connection, made, visits, members=MEMBERS)
    command = [sys.executable, "-m", "benchmarks.settling", database.url, str(database.folder), f"{MONTH:%Y-%m}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    drawn = Drawn(**json.loads(told.stdout.splitlines()[-1]))
    assert drawn.lines == visits, drawn
    return drawn
