"""Reads a made pack, and counts its totals again in the database's own words."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from portal.privacy.evidence.items import PackItem, Period

TODAY = date(2026, 11, 23)
PERIOD = Period(TODAY - timedelta(days=30), TODAY)


def told(folder: Path, item: PackItem) -> dict[str, Any]:
    (file,) = folder.glob(f"{item.number:02d}-{item.value.replace('_', '-')}.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def figures(folder: Path, item: PackItem) -> dict[str, int | str]:
    return {each["name"]: each["value"] for each in told(folder, item)["figures"]}


def rows(folder: Path, item: PackItem, listing: str) -> list[list[Any]]:
    found: list[list[Any]] = told(folder, item)["listings"][listing]["rows"]
    return found


def count_again(connection: Connection, sql: str) -> int:
    """Moments as the database keeps them; `:first` and `:last` are days."""
    values: dict[str, Any] = {"begins": PERIOD.begins_at, "ends": PERIOD.ends_at}
    if connection.dialect.name == "sqlite":
        values = {name: f"{moment.astimezone():%Y-%m-%d %H:%M:%S.%f}" for name, moment in values.items()}
    days = {"first": PERIOD.first.isoformat(), "last": PERIOD.last.isoformat()}
    wanted = {name: value for name, value in (values | days).items() if f":{name}" in sql}
    return int(connection.execute(text(sql), wanted).scalar_one())
