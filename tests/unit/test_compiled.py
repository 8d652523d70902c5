"""Compiled templates are kept for the next start of the same code, and for no other."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment
from pydantic import SecretStr

from portal import create_app
from portal.config import Mode, Settings
from portal.web import compiled as compiled_templates

TEMPLATE = "errors/404.html"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Fills with the names of templates as they are compiled."""
    names: list[str | None] = []
    compile_: Any = Environment.compile

    def note(self: Environment, source: str, name: str | None = None, *values: object) -> object:
        names.append(name)
        return compile_(self, source, name, *values)

    monkeypatch.setattr(Environment, "compile", note)
    return names


def start(folder: Path) -> Flask:
    return create_app(
        Settings(_env_file=None, mode=Mode.TEST, secret_key=SecretStr("key of a test " * 4), var_dir=folder)
    )


def kept_in(folder: Path) -> list[Path]:
    return list((folder / "templates").glob("*/*"))


def test_the_next_start_compiles_nothing(tmp_path: Path, compiled: list[str | None]) -> None:
    start(tmp_path).jinja_env.get_template(TEMPLATE)
    assert compiled == [TEMPLATE]
    start(tmp_path).jinja_env.get_template(TEMPLATE)
    assert compiled == [TEMPLATE]


def test_nobody_else_can_put_one_there(tmp_path: Path) -> None:
    start(tmp_path).jinja_env.get_template(TEMPLATE)
    (kept,) = kept_in(tmp_path)
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_other_code_removes_them_and_leaves_the_code_before_able_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = start(tmp_path)
    before.jinja_env.get_template(TEMPLATE)
    monkeypatch.setattr(compiled_templates, "_state_of_code", lambda _app: "of other code")
    start(tmp_path)
    assert kept_in(tmp_path) == []
    before.jinja_env.get_template("errors/403.html")
    assert len(kept_in(tmp_path)) == 1
