"""The districts of Seoul by the five digits with which the codes of their dongs begin."""

import csv
from importlib import resources


def _load() -> dict[str, str]:
    source = resources.files("portal.benefits.programmes").joinpath("data", "districts.csv").read_text(encoding="utf-8")
    return {row["code"]: row["district"] for row in csv.DictReader(source.splitlines())}


DISTRICTS = _load()
"""In official order."""
