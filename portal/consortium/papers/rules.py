"""When papers are told."""

from datetime import datetime, timedelta

QUIET = timedelta(minutes=30)
"""So long after the last paper was added one mail names all that were."""
NEAR = timedelta(hours=1)
"""So long before a meeting begins nobody waits for more of them."""


def may_tell(last_added: datetime, starts_at: datetime, *, now: datetime) -> bool:
    return now < starts_at and (last_added + QUIET <= now or starts_at - NEAR <= now)
