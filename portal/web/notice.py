"""The tables of the privacy notice, made from what the columns say of themselves."""

from collections.abc import Iterator

from portal.core.keeping import Class, Purpose
from portal.db.base import Base
from portal.db.kept import holdings
from portal.web.words import gettext as _

TOLD = (Class.IDENTIFYING, Class.SENSITIVE)
"""What opens doors is nobody's description: secrets stand in the inventory alone."""


def items_table() -> str:
    """What is kept of people, by purpose and class, as a table of Markdown."""
    return "\n".join(_rows())


def items(purpose: Purpose, kind: Class) -> list[str]:
    """The words of all columns of this purpose and class, each once, in the order of their tables."""
    found = (each for each in holdings(Base.metadata) if each.kept.purpose is purpose and each.kind is kind)
    return list(dict.fromkeys(_(each.words) for each in found))


def _rows() -> Iterator[str]:
    yield f"| {_('무엇을 위해')} | {_('구분')} | {_('항목')} | {_('근거')} |"
    yield "| --- | --- | --- | --- |"
    for purpose in Purpose:
        for kind in TOLD:
            if found := items(purpose, kind):
                yield f"| {_(purpose.words)} | {_(kind.words)} | {', '.join(found)} | {_(purpose.basis.words)} |"
