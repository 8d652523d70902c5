"""The first start as `docs/operating.md` tells it, line by line, on an empty database."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import Result
from flask import Flask
from pydantic import SecretStr

from portal import create_app
from portal.config import Mode, Settings
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.databases import fresh_database_url, selected_kind
from tests.factories.accounts import PASSWORD
from tests.integration.accounts.messages import last_link

BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def documented_lines(project: Path) -> list[list[str]]:
    """The commands of each block of the chapter."""
    chapter = (project / "docs/operating.md").read_text("utf-8").partition("## First start")[2].partition("\n## ")[0]
    return [block.splitlines() for block in BLOCK.findall(chapter)]


@pytest.fixture
def empty_portal(tmp_path: Path) -> Iterator[Flask]:
    with fresh_database_url(selected_kind()) as url:
        settings = Settings(
            _env_file=None,
            mode=Mode.TEST,
            database_url=url,
            var_dir=tmp_path / "var",
            secret_key=SecretStr("key of a test " * 4),
            argon2_memory_kib=8,
            argon2_passes=1,
        )
        app = create_app(settings)
        app.test_client_class = PortalClient
        yield app
        with app.app_context():
            db.engine.dispose()


def run(app: Flask, line: str) -> Result:
    program, *arguments = shlex.split(line)
    assert (program, arguments[:2]) == ("flask", ["--app", "portal"])
    return app.test_cli_runner().invoke(args=arguments[2:])


def open_account(app: Flask, path: str) -> None:
    answer = app.test_client().post(path, data={"password": PASSWORD})
    assert answer.status_code == 303


def invite(app: Flask, email: str, name: str) -> None:
    office = app.test_client()
    office.post("/sign-in/staff", data={"email": "kim@example.kr", "password": PASSWORD})
    role = {"role": Role.OFFICE.value, "organisation_id": ""}
    assert office.post("/staff/invite", data={"email": email, "name": name, **role}).status_code == 303
    with app.app_context():
        path = last_link("staff_invitation")
    open_account(app, path)


def test_the_first_start_runs_as_it_is_written(empty_portal: Flask, project: Path) -> None:
    empty, staffed = documented_lines(project)
    told = [run(empty_portal, line) for line in empty]
    assert [result.exit_code for result in told] == [0] * len(empty), [result.output for result in told]
    open_account(empty_portal, urlsplit(told[-1].output.strip().splitlines()[-1]).path)
    invite(empty_portal, "lee@example.kr", "이바다")
    invite(empty_portal, "han@example.kr", "한지원")
    loaded, checked = (run(empty_portal, line) for line in staffed)
    assert "14 manuals added" in loaded.output
    assert (checked.exit_code, checked.output) == (0, "모두 좋습니다. 방식: test\n")


def test_checking_an_empty_portal_names_what_is_missing(empty_portal: Flask) -> None:
    before = run(empty_portal, "flask --app portal check")
    assert before.exit_code == 1
    assert "db upgrade" in before.output
    run(empty_portal, "flask --app portal db upgrade")
    after = run(empty_portal, "flask --app portal check")
    assert after.exit_code == 1
    assert "create-office-account" in after.output
