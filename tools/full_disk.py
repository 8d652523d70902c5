"""The disk is full while people apply, and has room again: is anything lost, how soon is all back? JSON by figure."""

import errno
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.pool import NullPool

from portal.backups.verifying import faults
from portal.core import clock
from portal.db import migrations
from portal.db.job_runs import JobRun
from tests.databases import KINDS
from tools.drill import SECRET_KEY, place, tell
from tools.load.browser import Browser
from tools.load.sending import Workers
from tools.load.server import portal, serving
from tools.load.visitors import Applicants, Visitor, kept_of
from tools.postgresql import Server, private_server

ROUNDS = int(os.environ.get("FULL_DISKS", "5"))
APPLICATIONS = 10
"""So many before the disk is full, and so many once it has room again."""
REFUSALS, FULL_SECONDS = 20, 120.0
LOOK_EVERY_SECONDS = 0.02
LOG_PIECES = 20
SIZES = {"sqlite": "48m", "postgresql": "192m"}
BALLAST, BLOCK_BYTES, SMALL_BLOCK_BYTES = "ballast", 1024 * 1024, 4096
READ = ("/", "/apply", "/worry")


@dataclass(frozen=True)
class Disk:
    """A file system of its own, which one file fills."""

    folder: Path

    def fill(self) -> None:
        with (self.folder / BALLAST).open("ab", buffering=0) as ballast:
            for size in (BLOCK_BYTES, SMALL_BLOCK_BYTES):
                try:
                    while ballast.write(bytes(size)):
                        pass
                except OSError as failure:
                    if failure.errno != errno.ENOSPC:
                        raise

    def make_room(self) -> None:
        (self.folder / BALLAST).unlink()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Disk]:
    """In memory, so that nothing else on the machine runs out of room."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(folder)], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def database_on(disk: Disk, kind: str) -> Iterator[tuple[str, Server | None]]:
    if kind == "sqlite":
        yield f"sqlite:///{disk.folder / 'portal.sqlite'}", None
        return
    with private_server(durable=True, place=disk.folder) as server:
        yield server.url("postgres"), server


@dataclass
class Watch:
    """What is answered while the disk is full: pages that only read, and whether the portal calls itself ready."""

    browser: Browser
    read: Counter[int]
    ready: Counter[int]

    def look(self) -> None:
        self.read.update(self.browser.get(path).status for path in READ)
        self.ready[self.browser.get("/readyz").status] += 1

    def wait_until_ready(self) -> float:
        """The seconds until it does."""
        begun = time.monotonic()
        while self.browser.get("/readyz").status != 200:
            time.sleep(LOOK_EVERY_SECONDS)
        return time.monotonic() - begun


def wait_for_work(engine: Engine, worker: Workers) -> None:
    """Until a job has ended that the worker began after now; raises `TimeoutError` where the worker is gone."""
    now = clock.now()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(
            select(JobRun.name).where(JobRun.started_at > now, JobRun.finished_at > now).limit(1)
        ):
            if worker.running[0].poll() is not None:
                raise TimeoutError("the worker has ended")
            time.sleep(LOOK_EVERY_SECONDS)


def use_up_log(server: Server) -> bool:
    """Whether PostgreSQL broke down for want of room for its log, as it does in the midst of writing."""
    try:
        with psycopg.connect(server.conninfo(), autocommit=True) as connection:
            for _piece in range(LOG_PIECES):
                connection.execute("SELECT pg_current_xact_id(), pg_switch_wal()")
    except psycopg.OperationalError:
        return True
    return False


def fill_and_make_room(disk: Disk, server: Server | None, people: Applicants, watch: Watch) -> dict[str, object]:
    """One round: full under people who apply until many were refused, then room, until they have what they came for."""
    threads = people.begin(sys.maxsize)
    people.wait_until(len(people.told) + APPLICATIONS)
    before, until = people.again, time.monotonic() + FULL_SECONDS
    disk.fill()
    while people.again < before + REFUSALS and time.monotonic() < until:
        watch.look()
    broke_down = server is not None and use_up_log(server)
    disk.make_room()
    if server is not None and not server.runs():
        server.start()  # as its service does
    back = watch.wait_until_ready()
    people.wanted = len(people.told) + APPLICATIONS
    for thread in threads:
        thread.join()
    return {"back_milliseconds": round(back * 1000), "refused": people.again - before, "broke_down": broke_down}


def drill(kind: str, folder: Path) -> bool:
    with small_disk(folder / kind, SIZES[kind]) as disk, database_on(disk, kind) as (url, server):
        migrations.upgrade(url)
        engine = create_engine(url, poolclass=NullPool)
        application = portal(url, disk.folder / "var", secret_key=SECRET_KEY, trusted_addresses="127.0.0.0/8")
        worker = Workers(application.environment, disk.folder / "worker.log", 1)
        with (
            serving(application, disk.folder / "server.log", workers=2, path="/readyz") as running,
            worker.at_work(),
        ):
            people = Applicants(lambda: Visitor(running.port))
            watch = Watch(Browser(running.port), Counter(), Counter())
            for _round in range(ROUNDS):
                wait_for_work(engine, worker)
                tell("disk full and room again", database=kind, **fill_and_make_room(disk, server, people, watch))
            wait_for_work(engine, worker)
            ended = worker.stop()
        kept = kept_of(engine, people.told)
        engine.dispose()
        with place(url, disk.folder / "var") as (_app, settings):
            wrong = list(faults(settings))
    tell(
        "applications over full disks", database=kind, told=len(people.told), lost=len(kept.lost), twice=kept.twice,
        without_gaps=kept.without_gaps, failed=people.failed, faults=wrong, slowest_seconds=round(people.slowest, 1),
        pages_that_read=dict(watch.read), ready=dict(watch.ready), worker_ended=ended,
    )  # fmt: skip
    return kept.is_whole and not wrong and not people.failed and ended == [0] and watch.ready.keys() == {503}


def main() -> int:
    if os.geteuid():
        tell("full disk", not_tried="root")
        return 1
    with tempfile.TemporaryDirectory(prefix="portal-full-") as name:
        Path(name).chmod(0o711)  # the account of PostgreSQL goes through it
        held = [drill(kind, Path(name)) for kind in KINDS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
