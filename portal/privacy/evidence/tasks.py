"""The worker makes the packs that were asked for, beside everything else that it does."""

import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import update

from portal.core import clock
from portal.core.failures import in_short
from portal.db.claims import claim
from portal.db.transaction import own_transaction
from portal.documents.sealing import SealedFile
from portal.extensions import current_settings, db
from portal.privacy.evidence.items import Period
from portal.privacy.evidence.models import EvidencePack
from portal.privacy.evidence.packing import make_pack
from portal.privacy.evidence.packs import PACKS
from portal.privacy.evidence.queries import UNMADE, kept_packs

ERROR_LENGTH = 200
LEFT = "left by every worker"
KEPT = timedelta(days=90)
log = structlog.get_logger()


def make_waiting_packs(now: datetime) -> int:
    """Make every pack that waits; answers how many."""
    made = 0
    while (pack_id := _claim(now)) is not None:
        _make(pack_id, now)
        made += 1
    return made


def _claim(now: datetime) -> UUID | None:
    spent = {"error": LEFT, "finished_at": now}
    return claim(EvidencePack, UNMADE, EvidencePack.requested_at, now, begun={"done": 0}, spent=spent)


def _make(pack_id: UUID, now: datetime) -> None:
    pack = db.session.get_one(EvidencePack, pack_id, populate_existing=True)
    period, by = Period(pack.first_on, pack.last_on), pack.requested_by.name
    try:
        file = _packed(period, by, pack_id, now)
    except Exception as failure:
        db.session.rollback()
        log.exception("evidence failed")
        _note(pack_id, error=in_short(failure)[:ERROR_LENGTH], finished_at=clock.now())
        return
    with own_transaction() as session:
        PACKS.store(current_settings()).put(file, session)
        ready = {"file_name": file.name, "sha256": file.sha256, "size": file.size, "finished_at": clock.now()}
        session.execute(update(EvidencePack).where(EvidencePack.id == pack_id).values(**ready))


def _packed(period: Period, by: str, pack_id: UUID, now: datetime) -> SealedFile:
    settings = current_settings()
    with tempfile.TemporaryDirectory(prefix=".evidence-", dir=settings.var_dir) as name:
        folder = Path(name) / "pack"
        folder.mkdir()
        make_pack(period, folder, by=by, now=now, tell=lambda done: _note(pack_id, done=done, beat_at=clock.now()))
        whole = Path(name) / "pack.zip"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
            for path in sorted(folder.iterdir()):
                file.write(path, path.name)
        return PACKS.store(settings).seal(whole.read_bytes(), suffix=".zip", owner=pack_id)


def _note(pack_id: UUID, **values: object) -> None:
    with own_transaction() as session:
        session.execute(update(EvidencePack).where(EvidencePack.id == pack_id).values(**values))


def let_packs_go(now: datetime) -> int:
    """Forget the files of packs that are over their time, and remove those that no pack names; tell how many."""
    old = (EvidencePack.requested_at < now - KEPT) & (EvidencePack.file_name != "")
    with own_transaction() as session:
        session.execute(update(EvidencePack).where(old).values(file_name="", sha256=""))
    return PACKS.store(current_settings()).sweep(kept_packs(), db.session, before=now)
