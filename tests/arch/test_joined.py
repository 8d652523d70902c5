"""Whatever points to a person or a household comes along when two files are joined, or stays for a reason."""

import sys
from collections.abc import Mapping

import pytest

from portal.db.base import Base
from portal.features import FEATURES
from portal.residents.households.joining import CARRIERS, Carrier
from portal.tables import metadata

STAYS: Mapping[str, str] = {
    "cap_account": "money moves with its visits (benefits.ledger.actions.carry_charges)",
    "charge": "moves with its visit (benefits.ledger.actions.carry_charges)",
    "emergency_access": "who opened which file is a fact of the log, and is found from the other file as well",
    "fact_change": "never changes; the timeline of the file that goes on shows it",
    "helping": "ends with the account of the file that goes",
    "household": "points to the one that goes on",
    "month_row": "a closed month never changes",
    "person": "points to the one that goes on",
    "resemblance": "says which two were joined",
    "review_figure": "what was counted never changes",
    "statement_line": "a statement says whom it was for",
}


def pointing() -> set[str]:
    """Tables with a key of a person or a household."""
    return {
        table.name
        for table in metadata.tables.values()
        if any(key.column.table.name in ("person", "household") for key in table.foreign_keys)
    }


def carried() -> set[str]:
    """Tables whose models stand in the module of a carrier."""
    modules = (sys.modules[carrier.carry.__module__] for carrier in CARRIERS)
    models = (value for module in modules for value in vars(module).values() if isinstance(value, type))
    named = {model.__tablename__ for model in models if issubclass(model, Base) and model is not Base}
    return named - {"person", "household"}


@pytest.fixture(autouse=True)
def filled() -> None:
    for feature in FEATURES:
        for fill in feature.fills:
            if fill.socket is CARRIERS:
                fill.plug()


def test_every_table_that_points_to_a_person_comes_along_or_stays_for_a_reason() -> None:
    left = pointing() - carried() - STAYS.keys()
    assert left == set(), "fill CARRIERS (residents.households.joining), or say in STAYS why its rows stay"


def test_no_reason_is_given_for_what_comes_along_or_is_gone() -> None:
    assert STAYS.keys() <= pointing() - carried()


def test_the_guard_finds_a_table_that_nobody_carries(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[Carrier] = [each for each in CARRIERS if not each.carry.__module__.endswith("letters.joining")]
    monkeypatch.setattr(CARRIERS, "_fillers", {"": tuple(left)})
    assert pointing() - carried() - STAYS.keys() == {"letter"}
