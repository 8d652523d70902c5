"""On PostgreSQL the portal runs as a role that cannot change or delete the audit, made as the documentation says."""

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal import create_app
from portal.audit.actions import record
from portal.audit.destroying import destroy_under
from portal.audit.models import AuditEntry, AuditSeal
from portal.audit.sealing import faults, seal_entries
from portal.checking import audit_problems
from portal.config import Mode, Settings
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.extensions import db
from portal.privacy.retention.actions import destroy_what_is_over
from tools.postgresql import Server, private_server

pytestmark = pytest.mark.on_postgresql

NOW = datetime.now(UTC)
ACTOR = Actor(new_id(), "박사무", frozenset({Role.OFFICE}))
HOST = "db.example.kr"


def blocks(project: Path, kind: str) -> list[str]:
    whole = (project / "docs/operating.md").read_text("utf-8")
    chapter = whole.partition("## PostgreSQL: two roles")[2].partition("\n## ")[0]
    return [line for block in re.findall(rf"```{kind}\n(.*?)```", chapter, re.DOTALL) for line in block.splitlines()]


def portal_at(url: str, var_dir: Path, mode: Mode = Mode.TEST) -> Flask:
    settings = Settings(
        _env_file=None,
        mode=Mode.TEST,
        database_url=url,
        var_dir=var_dir,
        secret_key=SecretStr("key of a test " * 4),
        argon2_memory_kib=8,
        argon2_passes=1,
    )
    app = create_app(settings)
    app.extensions["settings"] = settings.model_copy(update={"mode": mode})
    return app


def on(server: Server, documented: str) -> str:
    """A documented address, on the server of the test."""
    return documented.replace(f"@{HOST}/portal", f"@/portal?host={server.folder}")


@contextmanager
def within(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()
        db.engine.dispose()


@pytest.fixture(scope="module")
def server(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With what the chapter says, run as it is written there."""
    with private_server() as started:
        with psycopg.connect(started.conninfo(), autocommit=True) as connection:
            for line in blocks(project, "sql"):
                connection.execute(line)
        for line in blocks(project, "sh"):
            (setting, *command) = shlex.split(line)
            assert (setting.partition("=")[0], command[:3]) == ("PORTAL_DATABASE_URL", ["flask", "--app", "portal"])
            app = portal_at(on(started, setting.partition("=")[2]), tmp_path_factory.mktemp("owner"))
            ran = app.test_cli_runner().invoke(args=command[3:])
            assert ran.exit_code == 0, ran.output
            with within(app):
                pass
        yield started


def address(server: Server, who: str) -> str:
    password = {"portal_app": "of-the-portal", "portal_owner": "of-the-owner"}[who]
    return on(server, f"postgresql://{who}:{password}@{HOST}/portal")


@pytest.fixture
def app(server: Server, tmp_path: Path) -> Iterator[Flask]:
    portal = portal_at(address(server, "portal_app"), tmp_path)
    with within(portal):
        yield portal


def act(at: datetime) -> AuditSeal:
    record("a.one", actor=ACTOR, now=at)
    db.session.flush()
    seal_entries(at)
    db.session.commit()
    return db.session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1)).one()


def test_the_portal_writes_and_seals(app: Flask) -> None:
    act(NOW)
    assert list(faults()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET actor_name = 'x'",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_seal",
        "UPDATE audit_seal SET digest = 'x'",
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_seal DISABLE TRIGGER ALL",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_it_can_neither_change_nor_delete(app: Flask, statement: str) -> None:
    act(NOW)
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        db.session.execute(text(statement))


def test_everything_else_it_can(app: Flask) -> None:
    for table in ("throttle", "outbox_message", "household", "destruction"):
        db.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 names of this test


def test_what_is_over_its_time_it_asks_the_owners_function_to_destroy(app: Flask) -> None:
    old, young = act(NOW - timedelta(days=2 * 366)).id, act(NOW).id
    destroy_what_is_over(NOW)
    db.session.commit()
    left = select(func.count()).select_from(AuditEntry).where(AuditEntry.seal_id.in_([old, young]))
    assert db.session.scalar(left) == 1
    assert list(faults()) == []


def test_which_refuses_what_is_not(app: Flask) -> None:
    young = act(NOW - timedelta(days=700)).id
    with pytest.raises(DBAPIError, match="not over its time"):
        destroy_under(db.session.connection(), [young], NOW)


@pytest.mark.parametrize(("who", "told"), [("portal_app", 0), ("portal_owner", 1)])
def test_the_check_tells_when_the_portal_runs_as_the_owner(server: Server, tmp_path: Path, who: str, told: int) -> None:
    with within(portal_at(address(server, who), tmp_path, Mode.PRODUCTION)):
        problems = list(audit_problems())
    assert len(problems) == told
    assert all("portal_owner" in problem for problem in problems)


def test_the_containers_make_the_same_roles(project: Path) -> None:
    made = (project / "deploy/postgresql-roles.sh").read_text("utf-8").partition("<<'SQL'\n")[2].removesuffix("SQL\n")
    assert made.replace(":'owner'", "'of-the-owner'").replace(":'app'", "'of-the-portal'").splitlines() == blocks(
        project, "sql"
    )
