"""Makes a back-up of the running portal, and removes those that are past their time."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.audit.sealing import last_seal
from portal.backups.archive import packing
from portal.backups.databases import database_of
from portal.backups.keys import fingerprints, recipients_of
from portal.backups.manifest import DATABASE, Manifest
from portal.config import Settings
from portal.db.migrations import present_migration
from portal.documents.kept import KEPT_FILES
from portal.extensions import db

ENDING = ".age"
_NAME = "portal-%Y%m%dT%H%M%SZ" + ENDING


@dataclass(frozen=True)
class Made:
    """`missing` are files that the database names and nobody found."""

    path: Path
    manifest: Manifest
    missing: tuple[str, ...]


def newest_backup(settings: Settings) -> Path | None:
    """Their names sort by the moment when they were made."""
    return max(_backups(settings.resolved_backup_dir), default=None)


def make_backup(settings: Settings, *, now: datetime) -> Made:
    """One moment of the database, then the files that it names; raises `DomainError`.

    The names are asked before and after: a file may come or go while the database is copied.
    """
    recipients = recipients_of(settings)
    database = database_of(settings)
    folder = settings.resolved_backup_dir
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / now.strftime(_NAME)
    digest, migration, files = _audit_digest(), present_migration(db.engine) or "", _named_files(settings)
    missing: list[str] = []
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=folder) as copies, packing(target, recipients, now) as pack:
        copy = Path(copies) / DATABASE
        copy.touch(mode=0o600)
        database.copy_into(copy)
        pack.add(DATABASE, copy)
        for path, file in sorted((files | _named_files(settings)).items()):
            try:
                pack.add(path, file)
            except FileNotFoundError:
                missing.append(path)
        manifest = Manifest(
            made_at=now,
            database=database.kind,
            migration=migration,
            keys=fingerprints(settings),
            audit_digest=digest,
            files=tuple(pack.files),
        )
        pack.close(manifest)
    return Made(target, manifest, tuple(missing))


def remove_old(settings: Settings, *, now: datetime) -> list[str]:
    """Take away the back-ups whose time is over, never the newest; returns their names."""
    newest = newest_backup(settings)
    kept = timedelta(days=settings.backup_days)
    old = [path for path in _backups(settings.resolved_backup_dir) if path != newest and _made_at(path) < now - kept]
    for path in old:
        path.unlink(missing_ok=True)
    return [path.name for path in old]


def _backups(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"portal-*{ENDING}") if _is_named(path))


def _is_named(path: Path) -> bool:
    try:
        _made_at(path)
    except ValueError:
        return False
    return True


def _made_at(path: Path) -> datetime:
    return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)


def _audit_digest() -> str:
    newest = last_seal()
    db.session.rollback()
    return newest.digest if newest else ""


def _named_files(settings: Settings) -> dict[str, Path]:
    """Where each file lies that a row names, by its path in the back-up; those in the database come with it."""
    found = {}
    for kept in KEPT_FILES:
        store, folder = kept.store(settings), kept.folder_place(settings)
        for name in kept.named():
            path = folder.path_of(name)
            if path.is_file() or not store.has(name):
                found[path.relative_to(folder.folder.parent).as_posix()] = path
    db.session.rollback()
    return found
