"""What the privacy notice tells of what is kept, made from what the columns say of themselves."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from portal.core.keeping import Class, Purpose
from portal.db.base import Base
from portal.db.kept import holdings
from portal.web.words import gettext as _

TOLD = (Class.IDENTIFYING, Class.SENSITIVE)
"""What opens doors is nobody's description: secrets stand in the inventory alone."""


def items_told() -> str:
    """What is kept of people, by purpose and class, as a list of Markdown."""
    return "\n".join(_lines())


def items(purpose: Purpose, kind: Class) -> list[str]:
    """The words of all columns of this purpose and class, each once, in the order of their tables."""
    return list(dict.fromkeys(_(words) for words in _said().get((purpose, kind), ())))


@cache
def _said() -> dict[tuple[Purpose, Class], list[str]]:
    """What the columns say, which they do as long as the process lives: anybody may ask for the notice."""
    said: dict[tuple[Purpose, Class], list[str]] = defaultdict(list)
    for each in holdings(Base.metadata):
        said[each.kept.purpose, each.kind].append(each.words)
    return dict(said)


def _lines() -> Iterator[str]:
    for purpose in Purpose:
        found = {kind: items(purpose, kind) for kind in TOLD}
        if any(found.values()):
            yield f"- **{_(purpose.words)}** · {_(purpose.basis.words)}"
            yield from (f"    - {_(kind.words)}: {', '.join(words)}" for kind, words in found.items() if words)
