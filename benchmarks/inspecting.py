"""The inspector's pack over a hundred thousand entries of the audit: processor time and memory of the command."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, insert

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from portal.audit.models import AuditEntry
from portal.core import clock
from portal.core.ids import new_id
from portal.db.inserting import table_of

ENTRIES = 100_000
AT_ONCE = 5_000


def figures(ground: Ground) -> Iterator[Figure]:
    database = ground.year.present
    with database.engine.begin() as connection:
        add_entries(connection, ground.year.scene.office, clock.now())
    seconds, mib = cost_of_pack(database.portal.environment, clock.now())
    yield Figure("pack of 100,000 entries", seconds, "s of processor time", 60)
    yield Figure("pack of 100,000 entries, at most", mib, "MiB", 250)


def add_entries(connection: Connection, user_id: UUID, now: datetime) -> None:
    """One read every twenty seconds, until now."""
    for begin in range(0, ENTRIES, AT_ONCE):
        rows = [
            {
                "id": new_id(),
                "at": now - timedelta(seconds=20 * place),
                "event": "household.read",
                "actor_id": user_id,
                "actor_name": "박사무",
                "subject_kind": "household",
                "subject_id": new_id(),
                "address": "203.0.113.7",
                "is_read": True,
                "details": {"fields": "page"},
            }
            for place in range(begin, begin + AT_ONCE)
        ]
        connection.execute(insert(table_of(AuditEntry)), rows)


def cost_of_pack(environment: Mapping[str, str], now: datetime) -> tuple[float, float]:
    """Seconds of processor time, and the most memory in MiB, of the command over the days of the entries."""
    days = [f"{clock.day_of(moment):%Y-%m-%d}" for moment in (now - timedelta(seconds=20 * ENTRIES), now)]
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "benchmarks.packing", *days, str(Path(name) / "pack")]
        told = subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True, text=True)
    cost = json.loads(told.stdout.splitlines()[-1])
    return cost["seconds"], cost["peak_mib"]
