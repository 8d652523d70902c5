"""The continuous copy of SQLite by the shipped settings: all is killed and the disk lost. What was told and is gone?

Installs litestream in a temporary folder. One line of JSON by figure.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine

from portal.backups.verifying import faults
from portal.config import FilePlace
from portal.core import clock
from portal.db import migrations
from tools.drill import SECRET_KEY, fill, place, tell
from tools.load.server import ROOT, portal, serving
from tools.load.visitors import Applicants, Visitor, kept_of
from tools.temporary import installed

ROUNDS = int(os.environ.get("LOST_DISKS", "5"))
APPLICATIONS = 20
"""So many before each kill."""
SHIPPED = ROOT / "deploy/litestream.yml"
SHIPPED_FOLDER, SHIPPED_COPY = "/var/lib/portal", "/var/backups/portal/litestream"
COPIED_SECONDS = 600.0
LOOK_EVERY_SECONDS = 0.1
LOST_SECONDS = 5.0
"""No more may be lost than was told within so long."""


def settings_for(database: Path, folder: Path) -> Path:
    """The shipped file, for another place."""
    told = SHIPPED.read_text("utf-8").replace(f"{SHIPPED_FOLDER}/portal.sqlite", str(database))
    written = folder / "litestream.yml"
    written.write_text(told.replace(SHIPPED_COPY, str(folder / "copy")), "utf-8")
    return written


@contextmanager
def copying(litestream: Path, settings: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Once the copy has a whole database, from then on or from before."""
    with (folder / "litestream.log").open("ab") as output:
        process = subprocess.Popen([litestream, "replicate", "-config", settings], stdout=output, stderr=output)
    try:
        until = time.monotonic() + COPIED_SECONDS
        while not any((folder / "copy/ltx/9").glob("*.ltx")) and time.monotonic() < until:
            time.sleep(LOOK_EVERY_SECONDS)
        yield process
    finally:
        process.kill()
        process.wait()


def kill_under_load(litestream: Path, settings: Path, url: str, folder: Path, people: Applicants) -> float:
    """The moment at which portal and copy were killed, while people applied; raises where one was refused before."""
    application = portal(
        url, folder / "var", secret_key=SECRET_KEY, trusted_addresses="127.0.0.0/8", file_place="database"
    )
    with (
        copying(litestream, settings, folder) as copy,
        serving(application, folder / "server.log", workers=2) as running,
    ):
        people.enter = lambda: Visitor(running.port, patience=0)
        threads = people.begin(sys.maxsize)
        people.wait_until(len(people.told) + APPLICATIONS)
        if people.failed:
            raise RuntimeError(people.failed)
        copy.kill()
        running.kill()
        killed = time.monotonic()
        for thread in threads:
            thread.join()
    people.failed.clear()
    return killed


def restored(litestream: Path, settings: Path, database: Path, into: Path) -> float:
    """The seconds that restoring takes."""
    begun = time.monotonic()
    subprocess.run([litestream, "restore", "-config", settings, "-o", into, database], check=True, capture_output=True)
    return time.monotonic() - begun


def wrong_in(database: Path, folder: Path) -> list[str]:
    with sqlite3.connect(database) as connection:
        (found,) = connection.execute("PRAGMA integrity_check").fetchone()
    url = f"sqlite:///{database}"
    with place(url, folder / "restored", file_place=FilePlace.DATABASE) as (_app, settings):
        return [*([] if found == "ok" else [found]), *faults(settings)]


def lose_disk(litestream: Path, turn: int, database: Path, folder: Path) -> tuple[Path, bool]:
    """The machine loses its power, goes on, and loses its power and disk; what was restored is the portal's after."""
    people = Applicants(lambda: Visitor(0), numbers=count(1000 * turn))
    settings = settings_for(database, folder)
    url = f"sqlite:///{database}"
    _first, killed = (kill_under_load(litestream, settings, url, folder, people) for _power_cut in range(2))
    into = folder / f"restored-{turn}.sqlite"
    seconds = restored(litestream, settings, database, into)
    engine = create_engine(f"sqlite:///{into}")
    lost = kept_of(engine, people.told).lost
    engine.dispose()
    wrong = wrong_in(into, folder)
    lost_seconds = max((killed - people.told_at[number] for number in lost), default=0.0)
    tell(
        "restored from the continuous copy", told=len(people.told), lost=len(lost), lost_seconds=round(lost_seconds, 2),
        bytes=into.stat().st_size, restored_seconds=round(seconds, 2), wrong=wrong,
    )  # fmt: skip
    return into, lost_seconds <= LOST_SECONDS and not wrong


def drill(litestream: Path, folder: Path) -> bool:
    database, held = folder / "portal.sqlite", []
    migrations.upgrade(f"sqlite:///{database}")
    with place(f"sqlite:///{database}", folder / "var", file_place=FilePlace.DATABASE):
        fill(clock.now())
    for turn in range(1, ROUNDS + 1):
        database, is_whole = lose_disk(litestream, turn, database, folder)
        held.append(is_whole)
    return all(held)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-continuous-") as name:
        return 0 if drill(installed(Path(name) / "programs", "litestream", "litestream"), Path(name)) else 1


if __name__ == "__main__":
    sys.exit(main())
