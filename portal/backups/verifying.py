"""Whether what the portal keeps is whole: migrations, files, audit, money."""

import io
from collections.abc import Iterator

from portal.audit.heads import kept_heads
from portal.audit.sealing import faults as faults_of_audit
from portal.backups.manifest import Hashed
from portal.benefits.settlement.queries import months_with_charges
from portal.benefits.settlement.reconciliation import reconcile, unbalanced_accounts
from portal.config import Settings
from portal.core import clock
from portal.core.messages import N_
from portal.db.migrations import pending_migration
from portal.documents.kept import KEPT_FILES, KeptFiles
from portal.extensions import db

PENDING = N_("데이터베이스가 이 판의 것이 아닙니다. `flask --app portal db upgrade`를 먼저 하십시오.")
GONE = N_("파일이 없습니다: %(path)s")
CHANGED = N_("파일의 내용이 바뀌었습니다: %(path)s")
AUDIT = N_("감사 기록이 맞지 않습니다: %(what)s")
MONEY = N_("돈이 맞지 않습니다: %(what)s")


def faults(settings: Settings, *digests: str) -> Iterator[str]:
    """Sentences of what is not as it should be; `digests` are heads of the audit that were kept elsewhere."""
    if pending_migration(db.engine):
        yield PENDING
        return
    for kept in KEPT_FILES:
        yield from _faults_of_files(kept, settings)
    for fault in faults_of_audit(*digests, *kept_heads(settings)):
        yield AUDIT % {"what": fault}
    for what in _untied():
        yield MONEY % {"what": what}


def _faults_of_files(kept: KeptFiles, settings: Settings) -> Iterator[str]:
    store = kept.store(settings)
    for name, digest in sorted(kept.named().items()):
        path = store.path_of(name)
        told = {"path": f"{kept.folder}/{path.parent.name}/{name}"}
        if not path.is_file():
            yield GONE % told
        elif digest:
            with store.open_stored(name) as file:
                found = Hashed(file)
                while found.read(io.DEFAULT_BUFFER_SIZE):
                    pass
            if found.kept(name).sha256 != digest:
                yield CHANGED % told


def _untied() -> Iterator[str]:
    found = unbalanced_accounts()
    for month in months_with_charges(clock.day_of(clock.now()), limit=None):
        found += reconcile(month).errors
    for each in found:
        yield f"{each.kind} {each.organisation} {each.day or ''} {each.detail}".strip()
