"""Which tests `make quick` runs for which change."""

import subprocess
from pathlib import Path

import pytest

from tools.changed import ROOT, changed_files, chosen

CAPACITY = "portal/consortium/capacity/publication.py"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (CAPACITY, "tests/integration/capacity/test_patterns.py"),
        ("portal/coordinators/visits/templates/visits/visit.html", "tests/integration/coordinators/test_visits.py"),
        ("portal/jobs.py", "tests/integration/test_jobs.py"),
        ("tests/factories/referrals.py", "tests/integration/coordinators/test_referrals.py"),
        ("tests/integration/test_jobs.py", "tests/integration/test_jobs.py"),
        ("tests/integration/demo/conftest.py", "tests/integration/demo/test_seeding.py"),
        ("portal/notifications/actions.py", "tests/integration/notifications/test_drain.py"),
    ],
)
def test_those_of_the_feature_and_those_that_import_it(path: str, expected: str) -> None:
    assert expected in chosen(ROOT, [path])


def test_not_those_of_another_feature() -> None:
    assert not [path for path in chosen(ROOT, [CAPACITY]) if "settlement" in path]
    assert chosen(ROOT, ["README.md"]) == []


def test_counts_what_is_committed_on_the_branch_what_is_not_and_what_is_new(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=Tester", "-c", "user.email=tester@example.kr")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    for name in ("kept", "edited"):
        (tmp_path / name).write_text("before", "utf-8")
    git("add", ".")
    git("commit", "-m", "Begin")
    git("switch", "-c", "branch")
    (tmp_path / "committed").write_text("new", "utf-8")
    git("add", ".")
    git("commit", "-m", "Go on")
    (tmp_path / "edited").write_text("after", "utf-8")
    (tmp_path / "untracked").write_text("new", "utf-8")
    assert sorted(changed_files(tmp_path, "main")) == ["committed", "edited", "untracked"]
