"""Reads of the packs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload

from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.db.claims import is_left
from portal.documents.kept import Named
from portal.extensions import db
from portal.privacy.evidence.models import EvidencePack

SHOWN = 30


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


def packs_given_up() -> Sequence[EvidencePack]:
    """Those that failed, of periods for which nobody asked again."""
    later = aliased(EvidencePack)
    same = (later.first_on == EvidencePack.first_on) & (later.last_on == EvidencePack.last_on)
    again = exists().where(same, later.requested_at > EvidencePack.requested_at)
    failed = select(EvidencePack).where(EvidencePack.error != "", ~again)
    return db.session.scalars(failed.order_by(EvidencePack.requested_at, EvidencePack.id)).all()


UNMADE = EvidencePack.finished_at.is_(None)
"""SQL: a worker has still to make it."""


def some_wait(now: datetime) -> bool:
    return db.session.scalar(select(EvidencePack.id).where(UNMADE, is_left(EvidencePack, now)).limit(1)) is not None


def kept_packs() -> dict[str, Named]:
    """The files that are there, each with its row and the digest of its content."""
    named = select(EvidencePack.file_name, EvidencePack.id, EvidencePack.sha256).where(EvidencePack.file_name != "")
    return {name: Named(pack_id, digest) for name, pack_id, digest in db.session.execute(named)}
