"""The newest seals as they are kept outside of the database: whoever rewrites it does not rewrite them with it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditSeal
from portal.audit.sealing import faults, is_too_young, last_seal, seal_entries
from portal.config import Settings
from portal.core.clock import day_of
from portal.db.transaction import afterwards
from portal.extensions import current_settings, db

FILE = "audit-heads.txt"
log: Any = structlog.get_logger()


def seal_and_keep_head(now: datetime) -> int:
    """Seal, and keep the newest digest outside of the database once it is committed; returns how many were sealed."""
    sealed = seal_entries(now)
    newest = last_seal()
    if sealed and newest:
        digest, settings = newest.digest, current_settings()

        def keep(_session: Session) -> None:
            keep_head(settings, digest, now)
            log.info("audit sealed", entries=sealed, digest=digest)

        afterwards(keep)
    return sealed


def heads_file(settings: Settings) -> Path:
    return settings.audit_heads or settings.var_dir / FILE


def keep_head(settings: Settings, digest: str, sealed_at: datetime) -> None:
    """Add one line; when this returns, it survives a power cut."""
    file = heads_file(settings)
    line = f"{sealed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {digest}\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as lines:
        lines.write(line)
        lines.flush()
        os.fsync(lines.fileno())


def kept_heads(settings: Settings) -> dict[str, datetime]:
    """The digests that were kept and when each was sealed, the oldest first."""
    file = heads_file(settings)
    if not file.is_file():
        return {}
    lines = (line.split() for line in file.read_text("ascii", "replace").splitlines() if line.strip())
    return {digest: datetime.fromisoformat(sealed_at) for sealed_at, digest in lines}


def all_faults(settings: Settings, *digests: str) -> Iterator[str]:
    """What does not fit in the audit, also by what was kept outside of the database."""
    kept = kept_heads(settings)
    yield from faults(*digests, *kept)
    destroyed = select(AuditSeal).where(AuditSeal.destroyed_at.is_not(None)).order_by(AuditSeal.id)
    for seal in db.session.scalars(destroyed):
        sealed_at = kept.get(seal.digest)
        if sealed_at and is_too_young(sealed_at, seal.destroyed_at):
            yield f"seal {seal.id} destroyed before its time: sealed on {day_of(sealed_at)}"
