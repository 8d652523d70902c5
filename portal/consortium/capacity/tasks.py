"""What capacity asks of the worker: places up to the horizon, every day."""

from datetime import datetime, timedelta

from flask import Flask

from portal.consortium.capacity import actions
from portal.extensions import current_settings
from portal.jobs import Job, register


def extend_capacity(now: datetime) -> int:
    """Publish every running pattern up to the horizon of the settings; answers how many slots were made."""
    return actions.extend_capacity(now, horizon_days=current_settings().capacity_horizon_days)


def install(_app: Flask) -> None:
    register(Job("capacity.extend", timedelta(days=1), extend_capacity))
