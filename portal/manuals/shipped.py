"""The first editions that the portal ships with, as they stand in `data/*.toml`."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from portal.manuals.states import SectionKind

DATA = Path(__file__).parent / "data"


class Shipped(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShippedStep(Shipped):
    name: str
    who: str
    action: str
    time_limit: str = ""
    form: str = ""
    required: bool = True


class ShippedSection(Shipped):
    kind: SectionKind
    heading: str
    text: str
    steps: tuple[ShippedStep, ...] = ()


class ShippedManual(Shipped):
    code: str
    title: str
    document_number: str
    edition: int
    effective_on: date
    change_note: str
    sections: tuple[ShippedSection, ...]


def shipped_manuals() -> list[ShippedManual]:
    """All of them, by document number."""
    found = [ShippedManual.model_validate(_read(path)) for path in DATA.glob("*.toml")]
    return sorted(found, key=lambda manual: manual.document_number)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
