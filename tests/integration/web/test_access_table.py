"""The access of every route, as it was reviewed: a new, a changed and a vanished route each show."""

import json
from pathlib import Path

from flask import Flask

from portal.cli import route_policy

REVIEWED = Path(__file__).with_name("access.txt")


def reviewed() -> dict[str, str]:
    """Endpoint and what it requires, a line each; the page of sent messages exists in demonstration mode only."""
    lines = REVIEWED.read_text(encoding="utf-8").splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line)


def declared(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {str(row["endpoint"]): str(row["access"]) for row in route_policy()}


def test_the_table_is_the_url_map(app: Flask) -> None:
    assert declared(app) == reviewed()


def test_every_public_route_says_why(app: Flask) -> None:
    with app.app_context():
        silent = [row["endpoint"] for row in route_policy() if row["access"] == "public" and not row["reason"]]
    assert silent == []


def test_the_command_prints_it_for_inspectors(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["policy", "--json"])
    row = next(row for row in json.loads(result.output) if row["endpoint"] == "visits.record")
    assert (row["route"], row["access"]) == ("/visits/<uuid:visit_id>/record", "coordinators:visit:record")
    assert (row["methods"], row["roles"]) == (["GET", "POST"], ["cooperative"])
