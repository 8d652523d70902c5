"""Lets every Python that has this folder in its path live so many days later, by `MOVED_DAYS`."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

DAYS = int(os.environ.get("MOVED_DAYS", "0"))
if DAYS:
    time_machine.travel(datetime.now(UTC) + timedelta(days=DAYS), tick=True).start()
