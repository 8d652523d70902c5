"""Manuals of nine sections, all in force, with what stands of them in the index."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from benchmarks.data.texts import Shelf
from portal.core import clock
from portal.core.ids import new_id
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.manuals.models import Manual, ManualEdition, ManualSection
from portal.manuals.searching import IN_FORCE
from portal.manuals.states import ChangeSize, ManualEditionState, SectionKind

Rows = dict[type[Base], list[dict[str, Any]]]


def add_sections(connection: Connection, author: UUID, shelf: Shelf, texts: Iterator[str], count: int) -> None:
    rows: Rows = {table: [] for table in (Manual, ManualEdition, ManualSection)}
    edition = new_id()
    for number in range(1, count + 1):
        place, section = (number - 1) % len(SectionKind), new_id()
        if place == 0:
            edition = _begin_manual(rows, number, author)
        kind, body = list(SectionKind)[place], next(texts)
        said = {"kind": kind, "position": place + 1, "heading": kind.words, "body": body}
        rows[ManualSection].append({"id": section, "edition_id": edition, **said})
        shelf.put(IN_FORCE, section, number, f"{kind.words} {body}")
    for table, some in rows.items():
        connection.execute(insert(table_of(table)), some)


def _begin_manual(rows: Rows, number: int, author: UUID) -> UUID:
    """A manual in force without sections yet; answers its edition."""
    manual, edition, now = new_id(), new_id(), clock.now()
    title = {"code": f"m{number}", "title": f"{number} 업무 매뉴얼", "document_number": f"MC-M-{number}"}
    rows[Manual].append({"id": manual, **title})
    course = {"state": ManualEditionState.PUBLISHED, "size": ChangeSize.MINOR, "published_at": now}
    who = {"author_id": author, "author_name": "이작성", "created_at": now}
    rows[ManualEdition].append({"id": edition, "manual_id": manual, "number": 1, **course, **who})
    return edition
