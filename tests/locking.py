"""What an act locks, as the statements tell that it sends: on PostgreSQL alone, for SQLite locks no rows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from portal.extensions import db


@contextmanager
def locks(*tables: str) -> Iterator[list[str]]:
    """Those of `tables` of which a row is locked or changed, in the order of the first time."""
    name = rf'"?({"|".join(tables)})"?'
    sent = re.compile(rf"FROM {name}\s.*FOR (?:NO KEY UPDATE|UPDATE|SHARE)|^UPDATE {name}\s", re.S)
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        for seen in sent.finditer(statement):
            table = seen[1] or seen[2]
            if table not in found:
                found.append(table)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
