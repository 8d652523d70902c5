"""What two workers take of the memory, of both builds, and how long the first answer takes from the start."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from uuid import UUID

import psutil

from benchmarks.earlier import UNIT
from benchmarks.figures import Figure
from benchmarks.ground import WORKERS, Database, Ground
from benchmarks.main_pages import main_pages
from tools.load.server import Application, Running, serving, start

KIB_IN_MIB = 1024
STARTS = 7


def figures(ground: Ground) -> Iterator[Figure]:
    pages = main_pages(ground.year.scene)
    present, before = (_memory(ground, database, pages) for database in ground.year.builds)
    yield Figure("memory", present / before, UNIT, 1.0)
    yield Figure("memory of two workers (PSS)", present, "MiB", 180)
    portal, floor = _start_seconds(ground, ground.year.present)
    yield Figure("start to first answer", portal / floor, "times the floor", 6)


def _memory(ground: Ground, database: Database, pages: Sequence[tuple[UUID | None, str]]) -> float:
    """After each worker served each main page; what they share with each other and the arbiter counts by shares."""
    with serving(database.portal, ground.folder / "memory.log", workers=WORKERS) as running:
        for worker in running.workers():
            _open_all(database, running, worker, pages)
        return sum(pss_mib(worker) for worker in running.workers())


def _open_all(
    database: Database, running: Running, worker: psutil.Process, pages: Sequence[tuple[UUID | None, str]]
) -> None:
    """Open every page of one worker, the others standing still meanwhile."""
    others = [other for other in running.workers() if other.pid != worker.pid]
    for other in others:
        other.suspend()
    try:
        for user, path in pages:
            browser = database.visitor(running, user)
            answer = browser.get(path)
            assert answer.status == 200, (path, answer.status)
            browser.close()
    finally:
        for other in others:
            other.resume()


def pss_mib(process: psutil.Process) -> float:
    """The proportional set size: shared pages count by the share of each process that maps them."""
    for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / KIB_IN_MIB
    raise ValueError(f"no PSS of process {process.pid}")


def _start_seconds(ground: Ground, database: Database) -> tuple[float, float]:
    """From the command to the first answer of a page that reads the database: the portal, the floor."""
    portal: list[float] = []
    floor: list[float] = []
    for _ in range(STARTS):
        portal.append(_first_answer(ground, database.portal, "/"))
        floor.append(_first_answer(ground, database.floor, "/list"))
    return median(portal), median(floor)


def _first_answer(ground: Ground, application: Application, path: str) -> float:
    begun = time.perf_counter()
    running = start(application, ground.folder / "start.log", workers=WORKERS)
    try:
        status = running.first_answer(path)
        seconds = time.perf_counter() - begun
    finally:
        running.stop()
    assert b" 200 " in status, status
    return seconds
