"""Makes the pack: all twenty items as one moment of the database, the printed document and the manifest."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from portal.db.engine import only_reading
from portal.db.inserting import dialect_of
from portal.documents.pdf import document_pdf
from portal.extensions import current_settings, db
from portal.privacy.evidence.files import PackedFile, Written, packed, write_item
from portal.privacy.evidence.items import PackItem, Period, gathered
from portal.privacy.evidence.of_release import portal_version
from portal.privacy.evidence.paper import pack_document

DOCUMENT, MANIFEST = "evidence.pdf", "manifest.json"
STEPS = len(PackItem) + 1
"""The items and the document."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What lies in the folder, the manifest apart."""

    items: tuple[Written, ...]
    files: tuple[PackedFile, ...]


def make_pack(
    period: Period, folder: Path, *, by: str, now: datetime, tell: Callable[[int], None] = lambda _done: None
) -> Pack:
    """Write the pack into `folder`, which is there and empty; `tell` hears how many of `STEPS` are done.

    All is read in one transaction, which is over when this returns.
    """
    db.session.rollback()
    written = []
    with only_reading():
        _see_one_moment()
        for done, item in enumerate(PackItem, 1):
            written.append(write_item(item, gathered(item, period), folder))
            tell(done)
        db.session.rollback()
    document = pack_document(written, period, office=current_settings().office_name, made_at=now, by=by)
    (folder / DOCUMENT).write_bytes(document_pdf(document))
    files = (packed(folder / DOCUMENT), *(file for each in written for file in each.files))
    _write_manifest(folder, period, written, files, by=by, now=now)
    tell(STEPS)
    return Pack(tuple(written), files)


def _see_one_moment() -> None:
    """What others write meanwhile is not in it; SQLite reads so by itself."""
    if dialect_of(db.session) == "postgresql":
        db.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))


def _write_manifest(
    folder: Path, period: Period, written: list[Written], files: tuple[PackedFile, ...], *, by: str, now: datetime
) -> None:
    told = {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "made_at": now.astimezone(UTC).isoformat(),
        "made_by": by,
        "portal": portal_version(),
        "items": [
            {"number": each.item.number, "item": each.item.value, "words": each.item.words, "empty": each.is_empty}
            for each in written
        ],
        "files": [asdict(file) for file in files],
    }
    (folder / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
