"""Every test process gets an empty database of its own, and nothing of it is left behind."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.databases import fresh_database_url, selected_kind
from tools import postgresql
from tools.postgresql import Server

ONE_USER = """
import sys
from pathlib import Path
from tests.databases import fresh_database_url
from tools import postgresql
postgresql.SHARED = Path(sys.argv[1])
with fresh_database_url("postgresql") as url:
    print(url.split("host=")[1], flush=True)
    sys.stdin.readline()
"""


def scalar(url: str, statement: str) -> object:
    """The one value that the statement gives; the connection is closed with it."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return connection.scalar(text(statement))


@pytest.fixture
def shared_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keeps this test's server apart from the one that the whole run shares."""
    monkeypatch.setattr(postgresql, "SHARED", tmp_path / "shared")
    return tmp_path / "shared"


class TestSelectedKind:
    def test_is_sqlite_when_nothing_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TEST_DATABASE", raising=False)
        assert selected_kind() == "sqlite"

    def test_refuses_a_word_it_does_not_know(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TEST_DATABASE", "postgres")
        with pytest.raises(ValueError, match="sqlite, postgresql"):
            selected_kind()


class TestSqlite:
    def test_two_databases_are_apart_and_gone_afterwards(self) -> None:
        with fresh_database_url("sqlite") as first, fresh_database_url("sqlite") as second:
            assert first != second
        assert not Path(first.removeprefix("sqlite:///")).parent.exists()


class TestPostgresql:
    def test_sorts_by_code_point_and_turns_fsync_off(self, shared_folder: Path) -> None:
        with fresh_database_url("postgresql") as url:
            assert scalar(url, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C.UTF-8"
            assert scalar(url, "SHOW fsync") == "off"
        assert not (shared_folder / "folder").exists()

    def test_a_durable_server_keeps_fsync_on(self) -> None:
        with fresh_database_url("postgresql", durable=True) as url:
            assert scalar(url, "SHOW fsync") == "on"

    def test_the_last_of_several_users_stops_the_server(self, shared_folder: Path) -> None:
        with fresh_database_url("postgresql"):
            server = Server(Path((shared_folder / "folder").read_text("utf-8")))
            with fresh_database_url("postgresql") as second:
                assert str(server.folder) in second
            assert server.folder.is_dir()
        assert not server.folder.exists()

    def test_a_killed_user_leaves_no_lock_and_the_next_one_takes_its_server(self, shared_folder: Path) -> None:
        command = [sys.executable, "-c", ONE_USER, str(shared_folder)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as user:
            assert user.stdout is not None
            folder = user.stdout.readline().strip()
            user.kill()
        with fresh_database_url("postgresql") as url:
            assert url.endswith(folder)
        assert not Path(folder).exists()
