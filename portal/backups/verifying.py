"""Whether what the portal keeps is whole: migrations, files, audit, money."""

import hashlib
from collections.abc import Iterator

from portal.audit.heads import all_faults
from portal.benefits.settlement.queries import months_with_charges
from portal.benefits.settlement.reconciliation import reconcile, unbalanced_accounts
from portal.config import Settings
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.db.keyring import NotOpened
from portal.db.migrations import pending_migration
from portal.documents.files import FileStore
from portal.documents.kept import KEPT_FILES, KeptFiles, Named
from portal.extensions import db

PENDING = N_("데이터베이스가 이 판의 것이 아닙니다. `flask --app portal db upgrade`를 먼저 하십시오.")
GONE = N_("파일이 없습니다: %(path)s")
CHANGED = N_("파일이 바뀌었거나 이 포털의 열쇠로 열리지 않습니다: %(path)s")
AUDIT = N_("감사 기록이 맞지 않습니다: %(what)s")
MONEY = N_("돈이 맞지 않습니다: %(what)s")


def faults(settings: Settings, *digests: str) -> Iterator[str]:
    """Sentences of what is not as it should be; `digests` are heads of the audit that were kept elsewhere."""
    if pending_migration(db.engine):
        yield PENDING
        return
    for kept in KEPT_FILES:
        yield from _faults_of_files(kept, settings)
    for fault in all_faults(settings, *digests):
        yield AUDIT % {"what": fault}
    for what in _untied():
        yield MONEY % {"what": what}


def _faults_of_files(kept: KeptFiles, settings: Settings) -> Iterator[str]:
    store = kept.store(settings)
    for name, named in sorted(kept.named().items()):
        told = {"path": f"{kept.folder}/{name[:2]}/{name}"}
        try:
            digest = _digest(store, name, named)
        except NotFound:
            yield GONE % told
        except NotOpened:
            yield CHANGED % told
        else:
            if named.sha256 not in ("", digest):
                yield CHANGED % told


def _digest(store: FileStore, name: str, named: Named) -> str:
    """Of what is inside, all of which was opened."""
    digest = hashlib.sha256()
    with store.open_stored(name, named.owner) as opened:
        for piece in opened:
            digest.update(piece)
    return digest.hexdigest()


def _untied() -> Iterator[str]:
    found = unbalanced_accounts()
    for month in months_with_charges(clock.day_of(clock.now()), limit=None):
        found += reconcile(month).errors
    for each in found:
        yield f"{each.kind} {each.organisation} {each.day or ''} {each.detail}".strip()
