"""Whoever copies the database reads nothing of what people told."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, text, true
from sqlalchemy.orm import Session

from portal.audit.models import Step
from portal.consortium.members.models import Organisation
from portal.consortium.partners.models import Partner
from portal.db.sealed import Sealed, SealedText
from portal.monitoring.alerts.states import Rung
from portal.tables import metadata

ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
"""How SQLite holds a Hangul syllable in a column of JSON."""
OF_PAPERS = frozenset({"advice"})
"""Steps whose notes the consortium prints in its papers as well; they tell of nobody in care."""
SHORTEST = 8
"""What is shorter may stand somewhere by chance."""


def dump(session: Session) -> str:
    """Every value of every table, as the database holds it."""
    lines: list[str] = []
    for table in metadata.tables:
        rows = session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 our own names
        lines.extend(str(value) for row in rows for value in row)
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), "\n".join(lines))


def told(session: Session) -> Iterator[tuple[str, Any]]:
    """Each sealed text, opened, with its column."""
    for table in metadata.sorted_tables:
        about_persons = Step.kind.not_in(OF_PAPERS) if table is Step.__table__ else true()
        for column in table.columns:
            if isinstance(column.type, SealedText):
                found = session.scalars(select(column).where(about_persons))
                yield from ((column.type.place, words) for words in found if words)


def test_no_words_about_anybody_lie_in_the_database(seeded: Session) -> None:
    lying = dump(seeded)
    known = {rung.words for rung in Rung} | set(seeded.scalars(select(Organisation.name)))
    known |= set(seeded.scalars(select(Partner.name)))
    words = {(place, each) for place, each in told(seeded) if len(each) >= SHORTEST and each not in known}
    assert len(words) > 1000
    assert {(place, each) for place, each in words if each in lying} == set()


def test_the_search_finds_what_lies_in_the_clear(seeded: Session) -> None:
    assert "마포구고용복지지원센터" in dump(seeded)


def test_what_is_a_mapping_lies_sealed_as_well(seeded: Session) -> None:
    kept = [
        value
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
        for value in seeded.scalars(text(f'SELECT "{column.name}" FROM "{table.name}"'))  # noqa: S608 our own names
    ]
    assert [value for value in kept if value and not value.startswith("1.")] == []
