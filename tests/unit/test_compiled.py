"""Compiled templates are kept for the next start of the same code, and for no other."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from pydantic import SecretStr

from portal import create_app
from portal.config import Mode, Settings

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


def load(folder: Path) -> None:
    """Start the portal and open a template."""
    settings = Settings(_env_file=None, mode=Mode.TEST, secret_key=SecretStr("key of a test " * 4), var_dir=folder)
    create_app(settings).jinja_env.get_template(TEMPLATE)


def test_the_next_start_compiles_nothing(tmp_path: Path, compiled: list[str | None]) -> None:
    load(tmp_path)
    assert compiled == [TEMPLATE]
    load(tmp_path)
    assert compiled == [TEMPLATE]


def test_what_other_code_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "templates" / "of-other-code"
    left.mkdir(parents=True)
    load(tmp_path)
    (kept,) = (tmp_path / "templates").iterdir()
    assert kept != left
    assert kept.stat().st_mode & 0o077 == 0
    assert len(list(kept.iterdir())) == 1
