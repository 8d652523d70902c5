"""What back-ups ask of the worker: to restore the newest one every week, to see whether it can be."""

from datetime import datetime

from portal.backups.drills import drill
from portal.extensions import current_settings, db


def run_drill(now: datetime) -> None:
    """Keep how it went; nothing where the portal makes no back-ups."""
    settings = current_settings()
    if settings.backup_key is not None:
        db.session.add(drill(settings, now=now))
