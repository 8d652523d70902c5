"""What the privacy notice tells of what is kept, made from what the columns say of themselves."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from portal.core.keeping import Class, Purpose, Retention
from portal.db.base import Base
from portal.db.kept import OF_TABLE, holdings
from portal.web.shipped import fill
from portal.web.words import gettext as _

TOLD = (Class.IDENTIFYING, Class.SENSITIVE)
"""What opens doors is nobody's description: secrets stand in the inventory alone."""


def items_told() -> str:
    """What is kept of people, by purpose and class, as a list of Markdown."""
    return "\n".join(_lines())


def kept_told() -> str:
    """How long each kind of record that may tell of somebody is kept, as the tables say, as a list of Markdown."""
    return "\n".join(
        f"- **{fill(_(retention.words))}**: {', '.join(dict.fromkeys(map(_, words)))}"
        for retention, words in _kept().items()
        if words
    )


@cache
def _kept() -> dict[Retention, list[str]]:
    """The words of the tables by their time: all whose time ends, and those that tell of somebody for good."""
    tables = sorted(Base.metadata.tables.values(), key=lambda each: each.name)
    kept = [each.info[OF_TABLE] for each in tables if OF_TABLE in each.info]
    ending = [each for each in Retention if each not in (Retention.CONSORTIUM, Retention.PORTAL)]
    found = {time: [each.words for each in kept if each.retention is time] for time in ending}
    lasting = [each.words for each in kept if each.retention is Retention.CONSORTIUM and not each.plain]
    return found | {Retention.CONSORTIUM: lasting}


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
