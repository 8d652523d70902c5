"""The database file and the folder of the portal's files are their owner's alone, those that were there too."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from portal import create_app
from portal.config import Mode, Settings
from portal.db.files import keep_database_file, keep_folder
from portal.extensions import db


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def start(folder: Path) -> None:
    """Start the portal and write, so that SQLite keeps files beside its database."""
    app = create_app(Settings(_env_file=None, mode=Mode.TEST, var_dir=folder))
    with app.app_context():
        with db.engine.connect() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS seen (id INTEGER)"))
            connection.commit()
            assert {mode_of(path) for path in folder.glob("portal.sqlite*")} == {0o600}
            assert len(list(folder.glob("portal.sqlite*"))) == 3
        db.engine.dispose()


def test_new_ones_are(tmp_path: Path) -> None:
    start(tmp_path / "var")
    assert mode_of(tmp_path / "var") == 0o700


def test_those_of_an_earlier_version_are_mended_at_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    for ending in ("", "-wal", "-shm"):
        path = folder / f"portal.sqlite{ending}"
        path.touch()
        path.chmod(0o644)
    start(folder)
    assert mode_of(folder) == 0o700


def test_a_folder_that_many_share_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    keep_folder(tmp_path)
    assert mode_of(tmp_path) == 0o1777


@pytest.mark.parametrize(
    "url", ["sqlite+pysqlite:///:memory:", "sqlite+pysqlite://", "postgresql+psycopg://host/name", "sqlite:////no/such"]
)
def test_what_is_no_file_of_ours_is_left_alone(url: str) -> None:
    keep_database_file(url)
