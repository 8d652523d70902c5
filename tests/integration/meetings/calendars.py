"""What calendars make of files that are sent: icalendar, node-ical, and khal, which keeps them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar, Event

from tests.e2e.server import ROOT

CONFIGURATION = """
[calendars]
[[meetings]]
path = {folder}/kept
[sqlite]
path = {folder}/khal.sqlite
[locale]
local_timezone = Asia/Seoul
default_timezone = Asia/Seoul
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
READING = "console.log(JSON.stringify(process.argv.slice(1).map(require('node-ical').sync.parseFile)))"


def event_in(calendar: str | bytes) -> tuple[str, Event]:
    read_back = Calendar.from_ical(calendar)
    (event,) = read_back.events
    return str(read_back["METHOD"]), event


def calendars_of(mail: EmailMessage) -> list[tuple[str, Event]]:
    """The invitation as mail programs find it, and the file."""
    parts = list(mail.walk())
    assert [part.get_content_type() for part in parts] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics",
    ]  # fmt: skip
    found = [event_in(part.get_content()) for part in parts[3:]]
    assert parts[3].get_param("method") == found[0][0]
    return found


def read_by_node_ical(files: Sequence[Path]) -> list[dict[str, Any]]:
    """The one event of each file as node-ical reads it, by the names that it gives."""
    command = f'node -e "{READING}" {" ".join(map(str, files))}'
    words = _told("sh", "tools/npm.sh", "exec", "--offline", "-c", command)
    return [next(each for each in read.values() if each["type"] == "VEVENT") for read in json.loads(words)]


def kept_by_khal(files: Sequence[Path], folder: Path, shown: str) -> list[str]:
    """What stands in khal's calendar of November 2026 after the files were taken in, each event as `shown`."""
    (folder / "kept").mkdir()
    settings = folder / "khal.conf"
    settings.write_text(CONFIGURATION.format(folder=folder))
    khal = (sys.executable, "-m", "khal", "--config", settings)
    _told(*khal, "import", "--batch", *files)
    return _told(*khal, "list", "2026-11-01", "30d", "--day-format", "", "--format", shown).splitlines()


def _told(*command: str | Path) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
