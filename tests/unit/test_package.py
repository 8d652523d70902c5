"""The portal as a package: installed anywhere it finds its templates, data and migrations, and runs."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PARTS = ("migrations", "portal", "pyproject.toml", "README.md")
MADE_AT_SET_UP = shutil.ignore_patterns("__pycache__", "kit")
ANSWERS = """
from portal import create_app
client = create_app().test_client()
print([client.get(page, base_url="http://localhost").status_code for page in ("/healthz", "/readyz", "/", "/apply")])
"""


def locked(path: Path) -> set[str]:
    return {line.split()[0] for line in path.read_text("utf-8").splitlines() if line[:1].isalnum()}


@pytest.fixture
def installed(project: Path, tmp_path: Path) -> Path:
    """Where the package lies after `pip install` from a tree in which nothing was set up."""
    source, target = tmp_path / "source", tmp_path / "installed"
    source.mkdir()
    for part in PARTS:
        path = project / part
        if path.is_dir():
            shutil.copytree(path, source / part, ignore=MADE_AT_SET_UP)
        else:
            shutil.copy(path, source / part)
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(target)]
    subprocess.run([sys.executable, *install, str(source)], check=True)
    return target


@pytest.mark.slow
def test_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PORTAL_MODE"] = "demonstration"

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=elsewhere, env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    run("-m", "flask", "--app", "portal", "db", "upgrade")
    assert run("-c", ANSWERS).splitlines()[-1] == "[200, 200, 200, 200]"
    assert [path.name for path in elsewhere.iterdir()] == ["var"]


@pytest.mark.parametrize("smaller", ["requirements.lock", "requirements-installer.lock"])
def test_what_runs_is_what_was_checked(project: Path, smaller: str) -> None:
    checks = locked(project / "requirements-checks.lock") | locked(project / "requirements-installer.lock")
    assert locked(project / smaller) <= checks


def test_everything_declared_is_locked(project: Path) -> None:
    declared = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {pin.partition("==")[0] for pin in locked(project / "requirements.lock")}
    wanted = {re.split(r"[\[<>=]", name)[0] for name in declared}
    assert wanted <= names
