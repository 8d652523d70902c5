"""Reads of the packs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.documents.kept import Named
from portal.extensions import db
from portal.privacy.evidence.models import EvidencePack

SHOWN = 30
GIVEN_UP = timedelta(minutes=5)
"""A pack whose worker gave no sign for so long is begun again by another."""


def packs(viewer: Actor) -> Sequence[EvidencePack]:
    """The packs that were asked for last, the newest first."""
    viewer.require(Permission.EVIDENCE_MAKE)
    newest = select(EvidencePack).order_by(EvidencePack.requested_at.desc(), EvidencePack.id.desc())
    return db.session.scalars(newest.options(joinedload(EvidencePack.requested_by)).limit(SHOWN)).all()


def get_pack(pack_id: UUID, *, viewer: Actor) -> EvidencePack:
    viewer.require(Permission.EVIDENCE_MAKE)
    pack = db.session.get(EvidencePack, pack_id)
    if pack is None:
        raise NotFound
    return pack


def is_free(now: datetime) -> ColumnElement[bool]:
    """Waits for a worker, or was left by one."""
    unseen = or_(EvidencePack.beat_at.is_(None), EvidencePack.beat_at < now - GIVEN_UP)
    return EvidencePack.finished_at.is_(None) & unseen


def some_wait(now: datetime) -> bool:
    return db.session.scalar(select(EvidencePack.id).where(is_free(now)).limit(1)) is not None


def kept_packs() -> dict[str, Named]:
    """The files that are there, each with its row and the digest of its content."""
    named = select(EvidencePack.file_name, EvidencePack.id, EvidencePack.sha256).where(EvidencePack.file_name != "")
    return {name: Named(pack_id, digest) for name, pack_id, digest in db.session.execute(named)}
