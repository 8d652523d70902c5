"""Restores a back-up into an empty place: nobody is signed in there, and its messages wait for the office."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Executable, insert, literal_column, update

from portal.accounts.emails.models import EmailChange
from portal.accounts.models import Invitation, ResetLink, SignInCode, SignInSession
from portal.audit.models import AuditEntry
from portal.backups.archive import unpack
from portal.backups.databases import Database, database_of
from portal.backups.keys import identity_of, refuse_other_keys
from portal.backups.manifest import DATABASE, Manifest
from portal.backups.models import Restoration
from portal.config import Settings
from portal.core.actors import SYSTEM
from portal.core.errors import DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.db.migrations import knows_migration
from portal.documents.folders import sync_folder
from portal.documents.kept import KEPT_FILES
from portal.extensions import db

NOT_EMPTY = N_(
    "빈 곳에만 되살립니다. %(where)s에 이미 무엇이 있습니다. 새 폴더를 PORTAL_VAR_DIR로, "
    "새 데이터베이스를 PORTAL_DATABASE_URL로 정하고 다시 하십시오."
)
OTHER_DATABASE = N_("이 백업은 %(kind)s의 것입니다. 같은 종류의 빈 데이터베이스를 PORTAL_DATABASE_URL로 정해 주십시오.")
NEWER = N_("이 백업은 더 새 판의 포털이 만들었습니다(%(migration)s). 그 판의 포털로 되살려 주십시오.")


def restore(source: Path, settings: Settings, *, now: datetime, other_keys: bool = False) -> Manifest:
    """All of it or nothing; raises `DomainError` where the place is not empty or the back-up not whole."""
    identity = identity_of(settings)
    database = database_of(settings)
    _refuse_full_place(settings, database)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.var_dir) as name:
        staged = Path(name)
        manifest = unpack(source, identity, staged)
        _refuse_foreign(manifest, database)
        if not other_keys:
            refuse_other_keys(settings, manifest.keys)
        db.engine.dispose()
        with _files_in_place(staged, settings.var_dir):
            database.fill(staged / DATABASE, _first_acts(manifest, now))
    return manifest


def _refuse_full_place(settings: Settings, database: Database) -> None:
    for kept in KEPT_FILES:
        folder = kept.folder_place(settings).folder
        if any(path.is_file() for path in folder.glob("**/*")):
            raise DomainError(NOT_EMPTY, where=folder)
    if not database.is_empty():
        raise DomainError(NOT_EMPTY, where="PORTAL_DATABASE_URL")


def _refuse_foreign(manifest: Manifest, database: Database) -> None:
    if manifest.database != database.kind:
        raise DomainError(OTHER_DATABASE, kind=manifest.database)
    if not knows_migration(manifest.migration):
        raise DomainError(NEWER, migration=manifest.migration)


@contextmanager
def _files_in_place(staged: Path, var_dir: Path) -> Iterator[None]:
    """The folders of files where they belong; they go back when what is done inside fails."""
    moved: list[tuple[Path, Path]] = []
    try:
        for kept in KEPT_FILES:
            source, target = staged / kept.folder, var_dir / kept.folder
            if source.is_dir():
                shutil.rmtree(target, ignore_errors=True)
                source.rename(target)
                moved.append((source, target))
        sync_folder(var_dir)
        yield
    except BaseException:
        for source, target in moved:
            target.rename(source)
        raise


def _first_acts(manifest: Manifest, now: datetime) -> Sequence[Executable]:
    """In the transaction that makes the database: no session, code or link of then opens anything."""
    came = {"id": new_id(), "at": now, "event": "portal.restored", "actor_name": SYSTEM.name}
    whole = {"actor_id": None, "subject_kind": "", "subject_id": None, "address": "", "is_read": False, "seal_id": None}
    return (
        update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=now),
        update(SignInCode).where(SignInCode.used_at.is_(None)).values(used_at=now),
        update(EmailChange).where(EmailChange.used_at.is_(None)).values(used_at=now),
        update(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .values(withdrawn_at=now),
        update(ResetLink).where(ResetLink.used_at.is_(None)).values(used_at=now),
        insert(Restoration).values(
            id=new_id(), made_at=manifest.made_at, restored_at=now, decision=None, decided_at=None, decided_by=""
        ),
        insert(AuditEntry).values(**came, **whole, details=literal_column("'{}'")),
    )
