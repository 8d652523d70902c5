"""Writes the rows of a listing as CSV and JSON at once, as they come: many take no more memory than a few."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TextIO

from portal.core.clock import SEOUL
from portal.documents.sheets import UTF8_WITH_BOM, Value, plain_value
from portal.privacy.evidence.items import Figure, Found, Listing, PackItem

SHOWN = 15
"""So many rows of each listing stand in the printed document."""

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the pack as its manifest names it; `rows` are those of a listing."""

    name: str
    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The first rows of a listing, how many there are and in which file all of them stand."""

    listing: Listing
    first: tuple[Sequence[Value], ...]
    rows: int
    file: str


@dataclass(frozen=True, slots=True)
class Written:
    """An item as it was written."""

    item: PackItem
    figures: tuple[Figure, ...]
    excerpts: tuple[Excerpt, ...]
    files: tuple[PackedFile, ...]
    missing: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.figures and not self.excerpts


def write_item(item: PackItem, found: Found, folder: Path) -> Written:
    """`NN-item.json` with figures and all rows, and one CSV for each listing."""
    stem = f"{item.number:02d}-{item.value.replace('_', '-')}"
    excerpts = []
    with (folder / f"{stem}.json").open("w", encoding="utf-8") as told:
        head = {
            "number": item.number,
            "item": item.value,
            "words": item.words,
            "missing": found.missing,
            "figures": [asdict(each) for each in found.figures],
        }
        told.write(_json(head)[:-1] + ', "listings": {')
        for place, listing in enumerate(found.listings):
            told.write(", " if place else "")
            excerpts.append(_write_listing(listing, folder, f"{stem}-{listing.name}.csv", told))
        told.write("}}\n")
    files = [packed(folder / f"{stem}.json"), *(packed(folder / each.file, each.rows) for each in excerpts)]
    return Written(item, found.figures, tuple(excerpts), tuple(files), found.missing)


def _write_listing(listing: Listing, folder: Path, name: str, told: TextIO) -> Excerpt:
    columns = {column.name: column.words for column in listing.columns}
    told.write(f'{_json(listing.name)}: {{"words": {_json(listing.words)}, "columns": {_json(columns)}, "rows": [')
    with _csv(folder / name) as write_row:
        write_row([column.words for column in listing.columns])
        rows = iter(listing.rows)
        first = tuple(islice(rows, SHOWN))
        count = 0
        for count, row in enumerate(_chained(first, rows), 1):
            write_row([plain_value(value) for value in row])
            told.write((",\n" if count > 1 else "\n") + _json([_as_json(value) for value in row]))
    told.write("]}")
    return Excerpt(listing, first, count, name)


def _chained(first: Iterable[Sequence[Value]], rest: Iterator[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    yield from first
    yield from rest


@contextmanager
def _csv(path: Path) -> Iterator[Callable[[Sequence[Value]], object]]:
    with path.open("w", encoding=UTF8_WITH_BOM, newline="") as file:
        yield csv.writer(file, lineterminator="\r\n").writerow


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _as_json(value: Value) -> Value:
    if isinstance(value, datetime):
        return value.astimezone(SEOUL).isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def packed(path: Path, rows: int | None = None) -> PackedFile:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return PackedFile(path.name, path.stat().st_size, digest.hexdigest(), rows)
