"""What capacity asks of the worker: places up to the horizon, every day."""

from datetime import datetime

from portal.consortium.capacity import actions
from portal.extensions import current_settings


def extend_capacity(now: datetime) -> int:
    """Publish every running pattern up to the horizon of the settings; answers how many slots were made."""
    return actions.extend_capacity(now, horizon_days=current_settings().capacity_horizon_days)
