"""Who and what of the filled year is measured; the same ids in both builds."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import psycopg
from psycopg.rows import class_row, scalar_row

FOLDER = Path(__file__).parent
HOUSEHOLDS = 10_000
CONTESTED = UUID("00000000-0000-7000-8000-000000000010")
"""A slot with ten places and the service of `LINES`."""

OFFICE = "SELECT user_id FROM role_grant WHERE role = 'office' ORDER BY granted_at, id LIMIT 1"
HOMES = """
    SELECT care_case.household_id AS household, person.user_id AS resident, care_case.coordinator_id AS coordinator
    FROM care_case JOIN person ON person.household_id = care_case.household_id
    WHERE care_case.state = 'in_service' AND care_case.opened_at < now() - interval '300 days'
    ORDER BY care_case.number LIMIT 40
"""
LINES = """
    SELECT DISTINCT ON (care_case.number) plan_line.id, care_case.coordinator_id AS coordinator
    FROM plan_line JOIN care_plan ON care_plan.id = plan_line.plan_id JOIN care_case ON care_case.id = care_plan.case_id
    JOIN slot ON slot.service_id = plan_line.service_id
    WHERE care_plan.state = 'agreed' AND care_case.state = 'in_service' AND slot.id = %s
      AND care_case.opened_at < now() - interval '300 days'
    ORDER BY care_case.number DESC LIMIT 16
"""
SIGN_IN = """
    INSERT INTO sign_in_session (id, user_id, token_digest, device, address, started_at, last_seen_at, second_factor_at)
    VALUES (gen_random_uuid(), %s, %s, 'load', '127.0.0.1', %s, %s, %s)
"""


class Home(NamedTuple):
    """A household with a year of history, who lives there and who accompanies them."""

    household: UUID
    resident: UUID
    coordinator: UUID


class Line(NamedTuple):
    """A line of an agreed plan that asks for the contested service, and who may refer it."""

    id: UUID
    coordinator: UUID


@dataclass(frozen=True)
class Scene:
    office: UUID
    homes: tuple[Home, ...]
    lines: tuple[Line, ...]


def fill(conninfo: str) -> Scene:
    """Write the year into a database that holds the demonstration of the build that is compared with."""
    with psycopg.connect(conninfo) as connection:
        connection.execute(f"SET benchmarks.households = {HOUSEHOLDS}")
        for file in sorted(FOLDER.glob("*.sql")):
            connection.execute(file.read_bytes())
        office = connection.cursor(row_factory=scalar_row).execute(OFFICE).fetchone()
        homes = connection.cursor(row_factory=class_row(Home)).execute(HOMES).fetchall()
        lines = connection.cursor(row_factory=class_row(Line)).execute(LINES, [CONTESTED]).fetchall()
    assert office is not None
    return Scene(office, tuple(homes), tuple(lines))


def sign_in(conninfo: str, user: UUID, token_digest: str, now: datetime) -> None:
    """A session for `user` in a database of the build that is compared with."""
    with psycopg.connect(conninfo) as connection:
        connection.execute(SIGN_IN, [user, token_digest, now, now, now])
