"""What the web layer asks of the worker: to forget the keys of forms that nobody sends again."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from portal.db.one_time import OneTimeKey
from portal.extensions import db

KEYS_KEPT = timedelta(days=2)
"""A browser that was closed and opened again may send a form once more; after two days it is a new one."""


def forget_old_keys(now: datetime) -> None:
    """Remove the keys that were used long ago."""
    old = OneTimeKey.used_at < now - KEYS_KEPT
    db.session.execute(delete(OneTimeKey).where(old), execution_options={"synchronize_session": False})
