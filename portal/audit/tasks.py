"""What the audit asks of the worker: to seal the entries, and to keep the digest in a place outside the database."""

from datetime import datetime

from portal.audit.heads import seal_and_keep_head


def seal(now: datetime) -> None:
    """Seal what was written since the last time."""
    seal_and_keep_head(now)
