"""Signals taken in by two workers against the floor's insert, and the sweep over a hundred thousand devices."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count
from uuid import UUID

from benchmarks.data.devices import add_devices
from benchmarks.figures import Bound, Figure
from benchmarks.ground import Ground
from benchmarks.measure import interleaved_rates
from portal import create_app
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.extensions import db
from portal.monitoring.devices.actions import issue_key
from portal.monitoring.devices.models import DeviceSupplier
from portal.notifications.receipts import signature_of
from tools.load.browser import Browser
from tools.load.server import HOST

HOUSEHOLDS, DEVICES, SWEPT = 10_000, 5_000, 100_000
IN_A_BODY = 20
"""Signals that a supplier's machine sends together."""

CLIENTS, TURNS, WINDOW_SECONDS = 8, 7, 2.5
Key = tuple[str, str]


def signals(ground: Ground) -> Iterator[Figure]:
    """A step is one request: the floor's inserts one row, ours takes in a body of signals."""
    database, _made = ground.thin(HOUSEHOLDS)
    with database.engine.begin() as connection:
        serials = add_devices(connection, DEVICES, clock.now())
    with create_app(database.settings).app_context():
        keys = {supplier_id: _key_of(supplier_id) for supplier_id in serials}
        db.session.commit()
    running, floor, numbers = ground.portal(database), ground.floor(database), count(1)
    owners = list(serials)
    senders = [
        _sender(running.port, keys[owner], serials[owner], numbers)
        for owner in (owners[place % len(owners)] for place in range(CLIENTS))
    ]
    writers = [_writer(Browser(floor.port)) for _ in range(CLIENTS)]
    sides = [(senders, ground.clock(running)), (writers, ground.clock(floor))]
    interleaved_rates(sides, turns=1, window=WINDOW_SECONDS)
    taken, written = interleaved_rates(sides, turns=TURNS, window=WINDOW_SECONDS)
    each = taken.seconds / IN_A_BODY
    yield Figure("signals taken in", 1 / each, "a second", 500, Bound.AT_LEAST)
    yield Figure(f"a signal in a body of {IN_A_BODY}", each / written.seconds, "times the floor's insert", 1.5)


def _key_of(supplier_id: UUID) -> Key:
    key = issue_key(db.session.get_one(DeviceSupplier, supplier_id), actor=SYSTEM, now=clock.now())
    return key.mark, key.secret


def _sender(port: int, key: Key, serials: list[str], numbers: Iterator[int]) -> Callable[[], object]:
    connection = HTTPConnection(HOST, port)

    def send() -> None:
        now = datetime.now(UTC)
        told = [
            {"id": f"b-{number}", "device": serials[number % len(serials)], "at": now.isoformat(), "type": "power"}
            for number in (next(numbers) for _ in range(IN_A_BODY))
        ]
        body = json.dumps({"signals": told}).encode()
        heads = {
            "Content-Type": "application/json",
            "X-Portal-Key": key[0],
            "X-Portal-Signature": signature_of(key[1], int(now.timestamp()), body),
        }
        connection.request("POST", "/api/signals", body, heads)
        answer = connection.getresponse()
        read = answer.read()
        assert answer.status == 200, read
        assert read.count(b'"taken"') == 2 * IN_A_BODY, read

    return send


def _writer(browser: Browser) -> Callable[[], object]:
    def write() -> None:
        assert browser.post("/form", {"name": "홍길순"}).status == 303

    return write


def sweep(ground: Ground) -> Iterator[Figure]:
    """Of homes that do well but for twenty, by a process of its own as the worker is."""
    database, _made = ground.thin(SWEPT)
    with database.engine.begin() as connection:
        add_devices(connection, SWEPT, clock.now())
    command = [sys.executable, "-m", "benchmarks.sweeping", database.url, str(database.folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    swept = json.loads(told.stdout.splitlines()[-1])
    assert swept["raised"] == swept["due"], swept
    yield Figure(f"sweep over {SWEPT:,} devices", swept["seconds"], "s", 2)
    yield Figure(f"memory of the sweep over {SWEPT:,} devices", swept["peak_mib"], "MiB", 200)
