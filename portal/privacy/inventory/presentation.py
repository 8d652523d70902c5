"""How the inventory tells what is kept."""

from portal.core.keeping import Class, Retention
from portal.privacy.inventory.queries import TableOfPeople
from portal.web.shipped import fill
from portal.web.words import gettext as _


def name_of(table: TableOfPeople) -> str:
    return _(table.words)


def items_of(table: TableOfPeople) -> str:
    return ", ".join(dict.fromkeys(_(each.words) for each in table.columns))


def classes_of(table: TableOfPeople) -> list[Class]:
    """The classes that its columns fall into, each once, in their order."""
    return [kind for kind in Class if any(each.kind is kind for each in table.columns)]


def until(retention: Retention) -> str:
    return fill(_(retention.words))
