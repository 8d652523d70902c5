"""What the audit asks of the worker: to seal the entries, and to tell the digest to a place outside the database."""

from datetime import datetime
from typing import Any

import structlog

from portal.audit.sealing import last_seal, seal_entries

log: Any = structlog.get_logger()


def seal(now: datetime) -> None:
    """Seal, and write the newest digest into the log, which whoever rewrites the database does not rewrite with it."""
    sealed = seal_entries(now)
    newest = last_seal()
    if sealed and newest:
        log.info("audit sealed", entries=sealed, digest=newest.digest)
