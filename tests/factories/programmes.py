"""Programmes with an edition in force, the services of Care SOS, and rows of the tables."""

from datetime import date
from itertools import count
from typing import Any

from portal.benefits.programmes.actions import load_presets
from portal.benefits.programmes.models import MedianIncome, Programme, ProgrammeEdition, TableImport
from portal.benefits.programmes.rules import ProgrammeRules, to_document
from portal.benefits.programmes.states import ImportKind
from portal.core.editions import EditionState
from portal.core.ids import new_id
from portal.extensions import db
from tests.factories.consortium import NOW, OFFICE

MAPO_DISTRICT, SEONGDONG_DISTRICT = "11440", "11200"
BASIC = ("home_care", "short_stay", "accompaniment", "housing", "meal")
_numbers = count(1)


def make_programme(code: str = "", **values: Any) -> Programme:
    """A programme without editions."""
    number = next(_numbers)
    given = {"code": code or f"programme_{number}", "name": f"사업 {number}", "position": number, "created_at": NOW}
    programme = Programme(**(given | values))
    db.session.add(programme)
    db.session.flush()
    return programme


def make_edition(
    programme: Programme | None = None,
    rules: ProgrammeRules | None = None,
    *,
    starts_on: date = date(2026, 1, 1),
    state: EditionState = EditionState.PUBLISHED,
    **values: Any,
) -> ProgrammeEdition:
    """An edition in force since the beginning of 2026: everybody, no service, nothing paid, unless told otherwise.

    `make_edition(rules=ProgrammeRules(services=("cleaning",), annual_cap=100_000, others_own_percent=20))`
    """
    programme = programme or make_programme()
    given: dict[str, Any] = {
        "number": len(programme.editions) + 1,
        "document": to_document(rules or ProgrammeRules()),
        "written_at": NOW,
        "published_at": NOW if state is EditionState.PUBLISHED else None,
    }
    edition = ProgrammeEdition(programme_id=programme.id, starts_on=starts_on, state=state, **(given | values))
    db.session.add(edition)
    db.session.flush()
    db.session.expire(programme, ["editions"])
    return edition


def make_import(kind: ImportKind = ImportKind.MEDIAN_INCOME, **values: Any) -> TableImport:
    given = {"file_name": "table.csv", "digest": new_id().hex, "rows": 1, "imported_at": NOW}
    imported = TableImport(kind=kind, **(given | values))
    db.session.add(imported)
    db.session.flush()
    return imported


def make_median(year: int, monthly_krw: int, household_size: int = 1, **values: Any) -> MedianIncome:
    """The monthly median income of a year, as one import brought it."""
    row = MedianIncome(
        year=year,
        household_size=household_size,
        monthly_krw=monthly_krw,
        import_id=values.pop("import_id", None) or make_import().id,
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def load_shipped() -> dict[str, Programme]:
    """The shipped services, programmes and tables; the programmes by their codes."""
    return {programme.code: programme for programme in load_presets(actor=OFFICE, now=NOW)}
