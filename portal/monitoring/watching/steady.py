"""The steady clock of the running application."""

import time
from datetime import datetime

from flask import current_app

from portal.core.steady import SteadyClock

_EXTENSION = "steady clock"


def steady(now: datetime) -> datetime:
    """`now`, unless the clock of this machine has jumped by hours: then what has passed since."""
    clock: SteadyClock = current_app.extensions.setdefault(_EXTENSION, SteadyClock())
    return clock.read(now, time.monotonic())
