"""How two texts differ, line by line and word by word, ready to stand side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

CONTEXT = 2
"""Unchanged lines kept on each side of a change."""

_WORDS = re.compile(r"\s+|\S+")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together; `changed` ones are absent from the other text."""

    text: str
    changed: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of each text; None where one has no such line. `skipped` tells how many equal lines were left out here."""

    before: Line | None = None
    after: Line | None = None
    skipped: int = 0

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def compare_texts(before: str, after: str, *, context: int = CONTEXT) -> list[Row]:
    """The rows to show; none when the lines are equal. Long runs of equal lines are left out and counted."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return []
    return list(_shortened(_rows(old, new), context))


def _rows(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for change, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            rows += [Row((Piece(line),), (Piece(line),)) for line in before[i1:i2]]
        else:
            rows += [_changed_row(*pair) for pair in zip_longest(before[i1:i2], after[j1:j2])]
    return rows


def _changed_row(before: str | None, after: str | None) -> Row:
    if before is None or after is None:
        return Row(_whole(before), _whole(after))
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _HALF:
        return Row(_whole(before), _whole(after))
    codes = matcher.get_opcodes()
    return Row(
        _line((old[i1:i2], change != "equal") for change, i1, i2, _, _ in codes),
        _line((new[j1:j2], change != "equal") for change, _, _, j1, j2 in codes),
    )


def _whole(line: str | None) -> Line | None:
    return None if line is None else (Piece(line, changed=bool(line)),)


def _line(parts: Iterator[tuple[list[str], bool]]) -> Line:
    return tuple(Piece("".join(words), changed) for words, changed in parts if words)


def _shortened(rows: list[Row], context: int) -> Iterator[Row]:
    kept = {
        near
        for place, row in enumerate(rows)
        if not row.is_same
        for near in range(max(place - context, 0), place + context + 1)
    }
    skipped = 0
    for place, row in enumerate(rows):
        if place not in kept:
            skipped += 1
            continue
        if skipped:
            yield Row(skipped=skipped)
        skipped = 0
        yield row
    if skipped:
        yield Row(skipped=skipped)
