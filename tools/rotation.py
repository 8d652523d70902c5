"""The field key is changed as docs/operating.md says while people write and read: is anything refused or unreadable?"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import Column, Engine, create_engine, select

from portal.accounts.models import RoleGrant
from portal.backups.verifying import faults
from portal.core import clock
from portal.core.permissions import Role
from portal.db.keyring import NotOpened
from portal.extensions import db
from portal.privacy.keys.actions import sealed_columns, values_by_key
from portal.residents.households.models import Household
from portal.residents.households.states import Fact
from tests.databases import KINDS, fresh_database_url
from tools.drill import SECRET_KEY, place, tell
from tools.load.people import COOKIE, sign_in
from tools.load.server import ROOT, Application, Running, portal, serving
from tools.load.visitors import Applicants, Visitor, kept_of

OLD, NEW = "the-field-key-that-somebody-left-with-long-enough", "the-field-key-that-is-known-to-two-people-only"
AT_FIRST, BOTH, NEWEST, ALONE = f"1:{OLD}", f"1:{OLD} 2:{NEW}", f"2:{NEW} 1:{OLD}", f"2:{NEW}"
PHASE_SECONDS = float(os.environ.get("PHASE_SECONDS", "20"))
READERS, EDITORS = 2, 2
FLASK = (sys.executable, "-m", "flask", "--app", "portal")


@dataclass
class Doors:
    """The servers that are asked in turn; whoever is inside one that closes goes on at another."""

    open: tuple[Running, ...] = ()
    turns: Iterator[int] = field(default_factory=count)

    def port(self) -> int:
        return self.open[next(self.turns) % len(self.open)].port


@dataclass
class Guest(Visitor):
    """Asks at whichever door is open when they come."""

    doors: Doors = field(default_factory=Doors)

    def connect(self) -> socket:
        if self._connection is None:
            self.port = self.doors.port()
        return super().connect()


@dataclass
class Staff:
    """The office reads households and writes how to get in, until it is told to stop."""

    doors: Doors
    cookie: str
    homes: list[UUID] = field(default_factory=list)
    """Those that have a page."""
    answers: Counter[str] = field(default_factory=Counter)
    written: dict[UUID, str] = field(default_factory=dict)
    over: bool = False

    def browser(self) -> Guest:
        return Guest(0, {COOKIE: self.cookie}, doors=self.doors)

    def look_round(self, homes: Sequence[UUID]) -> None:
        browser = self.browser()
        self.homes = [home for home in homes if browser.get(f"/households/{home}").status == 200]
        browser.close()

    def read(self) -> None:
        browser = self.browser()
        for home in cycle(self.homes):
            if self.over:
                break
            self.answers[f"read {browser.get(f'/households/{home}').status}"] += 1
            browser.close()

    def write(self, mine: list[UUID]) -> None:
        """Each of `mine` again and again; nobody else writes there."""
        browser = self.browser()
        for number, home in enumerate(cycle(mine)):
            if self.over:
                break
            at, words = f"/households/{home}/facts/{Fact.WAY_IN}", f"열쇠는 {number}번 화분 밑"
            typed = {"entry_note": words, "reason": "전화로 들음", "from_on": f"{clock.day_of(clock.now())}"}
            shown = browser.get(at)
            status = browser.post(at, shown.hidden() | typed).status if shown.status == 200 else shown.status
            self.answers[f"written {status}"] += 1
            if status == 303:
                self.written[home] = words
            browser.close()

    def begin(self) -> list[Thread]:
        mine = [self.homes[turn::EDITORS] for turn in range(EDITORS)]
        threads = [Thread(target=self.read) for _ in range(READERS)]
        threads += [Thread(target=self.write, args=(homes,)) for homes in mine]
        for thread in threads:
            thread.start()
        return threads

    @property
    def refused(self) -> int:
        return sum(times for answer, times in self.answers.items() if answer not in ("read 200", "written 303"))


def portal_of(url: str, folder: Path, field_key: str) -> Application:
    return portal(url, folder / "var", secret_key=SECRET_KEY, field_key=field_key, trusted_addresses="127.0.0.0/8")


def server(url: str, folder: Path, field_key: str) -> AbstractContextManager[Running]:
    return serving(portal_of(url, folder, field_key), folder / "server.log", workers=2, path="/readyz")


def run(url: str, folder: Path, field_key: str, *words: str) -> subprocess.Popen[str]:
    environment = dict(os.environ) | dict(portal_of(url, folder, field_key).environment)
    return subprocess.Popen([*FLASK, *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def rotate(url: str, folder: Path) -> float:
    """Killed after its first lines and begun anew; the seconds of processor time that both took together."""
    begun = os.times()
    first = run(url, folder, NEWEST, "keys", "rotate")
    if first.stdout is not None:
        for _line in range(5):
            first.stdout.readline()
    first.send_signal(signal.SIGKILL)
    first.communicate()
    second = run(url, folder, NEWEST, "keys", "rotate")
    told, _ = second.communicate()
    if second.returncode:
        raise RuntimeError(told)
    ended = os.times()
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


def office_and_homes(engine: Engine) -> tuple[str, list[UUID]]:
    """A cookie of the office, and every household."""
    with engine.begin() as connection:
        office = connection.scalars(select(RoleGrant.user_id).where(RoleGrant.role == Role.OFFICE)).first()
        homes = connection.scalars(select(Household.id).order_by(Household.id)).all()
        if office is None:
            raise LookupError("no office in the demonstration")
        (cookie,) = sign_in(connection, [office], secret_key=SECRET_KEY, now=clock.now())
    return cookie, list(homes)


def under_load(url: str, folder: Path, people: Applicants, staff: Staff, homes: Sequence[UUID]) -> float:
    """Through all steps of docs/operating.md; returns what rotating took."""
    with server(url, folder, BOTH) as early:
        staff.doors.open = (early,)
        staff.look_round(homes)
        threads = [*people.begin(sys.maxsize), *staff.begin()]
        with server(url, folder, NEWEST) as late:
            staff.doors.open = (early, late)  # one process was started anew, another not yet
            time.sleep(PHASE_SECONDS)
            staff.doors.open = (late,)
            early.stop()
            took = rotate(url, folder)
            people.wanted, staff.over = 0, True
            for thread in threads:
                thread.join()
    return took


def not_opened(column: Column[Any]) -> list[str]:
    """The values of a sealed column that the keys at hand do not open."""
    found = []
    for row_id in db.session.scalars(select(column.table.c.id)).all():
        try:
            db.session.execute(select(column).where(column.table.c.id == row_id)).all()
        except NotOpened as failure:
            found.append(str(failure))
    return found


def unreadable(folder: Path, url: str, written: Mapping[UUID, str]) -> tuple[list[str], dict[int, int]]:
    """What the new key alone does not open or tells otherwise, and how many values each key sealed."""
    with place(url, folder / "var", field_key=SecretStr(ALONE)) as (_app, settings):
        wrong = list(faults(settings))
        for column in sealed_columns():
            wrong += not_opened(column)
        for home in db.session.scalars(select(Household).where(Household.id.in_(written))):
            if home.entry_note != written[home.id]:
                wrong.append(f"household {home.id}: {home.entry_note} instead of {written[home.id]}")
        return wrong, dict(values_by_key())


def drill(kind: str, folder: Path) -> bool:
    folder.mkdir()
    with fresh_database_url(kind, durable=True) as url:
        for words in (("db", "upgrade"), ("seed",)):
            run(url, folder, AT_FIRST, *words).communicate()
        engine = create_engine(url)
        cookie, homes = office_and_homes(engine)
        doors = Doors()
        people, staff = Applicants(lambda: Guest(0, doors=doors)), Staff(doors, cookie)
        took = under_load(url, folder, people, staff, homes)
        kept = kept_of(engine, people.told)
        engine.dispose()
        wrong, sealed_by = unreadable(folder, url, staff.written)
    tell(
        "field key changed under load", database=kind, applications=len(people.told), lost=len(kept.lost),
        twice=kept.twice, failed=people.failed, sent_again=people.again, office=dict(staff.answers), wrong=wrong[:10],
        values_by_key=sealed_by, processor_seconds=round(took, 1),
    )  # fmt: skip
    whole = not kept.lost and not kept.twice and not people.failed and not staff.refused
    return whole and not wrong and not sealed_by.get(0) and not sealed_by.get(1)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-rotation-") as name:
        held = [drill(kind, Path(name) / kind) for kind in KINDS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
