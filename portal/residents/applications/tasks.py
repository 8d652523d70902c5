"""What applications ask of the worker: to forget drafts that nobody came back to."""

from datetime import datetime, timedelta

from portal.jobs import Job, register
from portal.residents.applications.drafts import forget_old_drafts


def register_jobs() -> None:
    register(Job("applications.forget", timedelta(days=1), forget_expired_drafts))


def forget_expired_drafts(now: datetime) -> None:
    """Remove what was typed in drafts of more than 30 days ago, and the traces of those that were sent."""
    forget_old_drafts(now)
