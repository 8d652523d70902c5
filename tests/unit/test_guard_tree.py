"""The guard of the tree finds what must never be tracked, and lets the rest be."""

import subprocess
from pathlib import Path

import pytest

from tools.guard_tree import ROOT, complaints, tracked_files

HOST = "registry.npmjs" + ".org"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("static/font.woff2", b"\0"),
        ("static/htmx.min.js", b"x"),
        (".env", b"PORTAL_MODE=production"),
        ("uv.lock", b""),
        ("package-lock.json", b'{"resolved": "file"}'),
        ("requirements.txt", f"--index-{'url'} https://{HOST}/".encode()),
        ("docs/a.md", b"see /" + b"root/notes"),
        ("docs/a.md", b"see /" + b"work/main/docs"),
        ("a.pem", b"x"),
        ("big.json", b"x" * 1_500_001),
    ],
)
def test_complains(tmp_path: Path, path: str, content: bytes) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(content)
    assert list(complaints(tmp_path, path))


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("static/app.js", b"const x = 1"),
        ("package-lock.json", b'{"integrity": "sha512-x"}'),
        ("docs/a.md", b"GET /" + b"work/12 and ${folder}/" + b"work/main and ./home"),
        ("picture.png", b"\0"),
    ],
)
def test_lets_be(tmp_path: Path, path: str, content: bytes) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(content)
    assert not list(complaints(tmp_path, path))


def test_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"one\ntwo {HOST}\n")
    assert list(complaints(tmp_path, "a.md")) == ["a.md:2: address of a package registry"]


def test_looks_at_tracked_files_only(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "tracked.md").write_text("x")
    (tmp_path / "other.md").write_text("x")
    subprocess.run(["git", "add", "tracked.md"], cwd=tmp_path, check=True)
    assert tracked_files(tmp_path) == ["tracked.md"]


def test_this_tree_is_clean() -> None:
    assert [line for path in tracked_files(ROOT) for line in complaints(ROOT, path)] == []
