"""The drill: the newest back-up is restored into a place of its own and verified, by the commands that people use."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from portal.backups.making import newest_backup
from portal.backups.models import Drill
from portal.backups.postgresql import temporary_database
from portal.config import Settings
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_

PLACE = ".drill-"
LINES_KEPT = 20
NO_BACKUP = N_("되살려 볼 백업이 없습니다.")


def drill(settings: Settings, *, now: datetime) -> Drill:
    """How it went, as a row to be kept; whatever was made for it is gone."""
    source = newest_backup(settings)
    problems = [NO_BACKUP] if source is None else _problems(settings, source)
    name = source.name if source else ""
    return Drill(started_at=now, finished_at=clock.now(), file_name=name, problems=problems[:LINES_KEPT])


def _problems(settings: Settings, source: Path) -> list[str]:
    try:
        with _place(settings) as (folder, url):
            environment = _environment(settings, folder, url)
            for command in (("restore", str(source)), ("db", "upgrade"), ("verify",)):
                told = _run(command, environment)
                if told is not None:
                    return told
    except DomainError as refusal:
        return [refusal.message % refusal.params]
    return []


@contextmanager
def _place(settings: Settings) -> Iterator[tuple[Path, str]]:
    """An empty folder and the address of an empty database; what a drill that was cut short left goes as well."""
    for left in settings.var_dir.glob(f"{PLACE}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=PLACE, dir=settings.var_dir) as name:
        folder = Path(name)
        if settings.resolved_database_url.startswith("sqlite"):
            yield folder, f"sqlite:///{folder / 'portal.sqlite'}"
        else:
            server = settings.drill_database_url or settings.resolved_database_url
            with temporary_database(server, f"portal_drill_{uuid4().hex}") as url:
                yield folder, url


def _environment(settings: Settings, folder: Path, url: str) -> dict[str, str]:
    keys = {"secret_key": settings.secret_key, "field_key": settings.field_key, "backup_key": settings.backup_key}
    given = {"mode": settings.mode.value, "var_dir": str(folder), "database_url": url, "audit_heads": ""}
    given |= {name: key.get_secret_value() for name, key in keys.items() if key is not None}
    return os.environ | {f"PORTAL_{name.upper()}": value for name, value in given.items()}


def _run(command: tuple[str, ...], environment: dict[str, str]) -> list[str] | None:
    """What a command of the portal said when it failed; None when it was content."""
    whole = [sys.executable, "-m", "flask", "--app", "portal", *command]
    done = subprocess.run(whole, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 our own
    if done.returncode == 0:
        return None
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()][-LINES_KEPT:] or [
        " ".join(command)
    ]
