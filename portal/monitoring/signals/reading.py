"""Signals in a file: a line each, as the office got it from a supplier who has no machine that sends."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.clock import SEOUL
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.text import normalise
from portal.documents.incoming import Limits, lines_of, text_of_file
from portal.monitoring.signals.states import SignalKind

LIMITS = Limits(size=1_000_000, rows=10_001)
COLUMNS: Mapping[str, str] = {
    "id": N_("신호 번호"),
    "device": N_("기기 번호"),
    "at": N_("때"),
    "type": N_("종류"),
    "value": N_("값"),
}
_NEEDED = frozenset(COLUMNS) - {"value"}
_KINDS = {normalise(kind.words): kind.value for kind in SignalKind}
_MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y. %m. %d. %H:%M", "%Y/%m/%d %H:%M")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it says as the API would, and its cells as they stand, for what cannot be read."""

    number: int
    told: dict[str, Any]
    cells: dict[str, str]

    @property
    def mark(self) -> str:
        """Stands for the number that an unreadable line may not have; the same line has the same."""
        words = "\0".join(f"{name}={value}" for name, value in sorted(self.cells.items()))
        return f"line-{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def read_file(data: bytes) -> list[Line]:
    """Every line below the head; raises `DomainError` for what is no table of signals."""
    text = text_of_file(data, LIMITS)
    lines = ((number, cells) for number, cells in lines_of(text) if any(cell.strip() for cell in cells))
    head = next(lines, (0, []))[1]
    names = [_column(cell) for cell in head]
    if not set(names) >= _NEEDED:
        raise DomainError(N_("첫 줄에 신호 번호, 기기 번호, 때, 종류가 있어야 합니다."), "file")
    found: list[Line] = []
    for number, cells in lines:
        if len(found) >= LIMITS.rows - 1:
            raise DomainError(
                N_("줄이 너무 많습니다. %(limit)d줄까지 가져올 수 있습니다."), "file", limit=LIMITS.rows - 1
            )
        said = {name: normalise(cell) for name, cell in zip(names, cells, strict=False) if name}
        found.append(Line(number, _told(said), said))
    return found


def _column(cell: str) -> str:
    word = normalise(cell)
    return next((name for name, words in COLUMNS.items() if word in (name, words)), "")


def _told(said: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {name: said.get(name, "") for name in ("id", "device")}
    told["type"] = _KINDS.get(said.get("type", ""), said.get("type", ""))
    told["at"] = _moment(said.get("at", ""))
    if said.get("value"):
        told["value"] = _number(said["value"])
    return told


def _moment(word: str) -> str:
    """As the API wants it; a moment without time zone is meant in Seoul."""
    for form in _MOMENTS:
        try:
            return datetime.strptime(word, form).replace(tzinfo=SEOUL).isoformat()
        except ValueError:
            continue
    return word


def _number(word: str) -> float | str:
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return word
