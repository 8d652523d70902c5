"""What lies in the clear is sealed by a command, moved by it, sealed anew with a new key, and laid open again."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import FilePlace, Settings
from portal.core import clock
from portal.core.ids import new_id
from portal.documents.actions import document_for, document_store
from portal.documents.models import FilePiece
from portal.extensions import db

WORDS = b"%PDF-1.7 of somebody"
KINDS = 3


@pytest.fixture(autouse=True)
def _clean_folder(settings: Settings) -> Iterator[None]:
    shutil.rmtree(settings.var_dir / "documents", ignore_errors=True)
    yield
    shutil.rmtree(settings.var_dir / "documents", ignore_errors=True)


@pytest.fixture
def documents(session: Session, settings: Settings) -> dict[str, UUID]:
    """Names and ids of some documents."""
    made = [document_for("test", ("user", new_id()), str(n), lambda: WORDS, now=clock.now()) for n in range(KINDS)]
    return {each.file_name: each.id for each in made}


def another(settings: Settings, **values: object) -> Iterator[Flask]:
    app = create_app(settings.model_copy(update=values))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def in_database(settings: Settings) -> Iterator[Flask]:
    yield from another(settings, file_place=FilePlace.DATABASE)


@pytest.fixture
def with_new_key(settings: Settings) -> Iterator[Flask]:
    yield from another(settings, field_key=SecretStr(f"2:{token_urlsafe(48)} 1:{settings.field_keys[1]}"))


def run(app: Flask, *command: str) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=command)


def files(settings: Settings) -> list[Path]:
    return [path for path in settings.var_dir.glob("documents/**/*") if path.is_file()]


def pieces(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(FilePiece)) or 0


def read(app: Flask, documents: dict[str, UUID]) -> set[bytes]:
    with app.app_context():
        return {document_store().open_stored(name, owner).read() for name, owner in documents.items()}


def lay_open(settings: Settings) -> None:
    """As a version before sealing left them."""
    for path in files(settings):
        path.write_bytes(WORDS)


class TestSettle:
    def test_seals_what_lies_in_the_clear(self, app: Flask, settings: Settings, documents: dict[str, UUID]) -> None:
        lay_open(settings)
        told = run(app, "files", "show")
        assert (told.exit_code, told.output) == (1, f"in the clear: {KINDS}\n")
        assert run(app, "files", "settle").output == f"{KINDS}\n"
        assert [path for path in files(settings) if WORDS in path.read_bytes()] == []
        assert read(app, documents) == {WORDS}
        assert run(app, "files", "show").output == f"1: {KINDS}\n"
        assert run(app, "files", "settle").output == "0\n"

    def test_moves_into_the_database_and_back(
        self, app: Flask, in_database: Flask, settings: Settings, documents: dict[str, UUID]
    ) -> None:
        assert run(in_database, "files", "settle").output == f"{KINDS}\n"
        assert (files(settings), pieces(app)) == ([], KINDS)
        assert read(in_database, documents) == read(app, documents) == {WORDS}
        assert run(app, "files", "settle").output == f"{KINDS}\n"
        assert (len(files(settings)), pieces(app)) == (KINDS, 0)
        assert read(app, documents) == {WORDS}

    def test_tells_what_it_had_to_leave(self, app: Flask, settings: Settings, documents: dict[str, UUID]) -> None:
        lay_open(settings)
        files(settings)[0].unlink()
        told = run(app, "files", "settle")
        assert (told.exit_code, told.output.splitlines()[0]) == (1, str(KINDS - 1))
        assert "1개 파일은 그대로 두었습니다" in told.output


class TestUnseal:
    def test_leaves_them_as_they_were_before(self, app: Flask, settings: Settings, documents: dict[str, UUID]) -> None:
        assert run(app, "files", "unseal").output == f"{KINDS}\n"
        assert {path.read_bytes() for path in files(settings)} == {WORDS}
        assert run(app, "files", "unseal").output == "0\n"

    def test_out_of_the_database_too(self, in_database: Flask, settings: Settings, documents: dict[str, UUID]) -> None:
        run(in_database, "files", "settle")
        assert run(in_database, "files", "unseal").output == f"{KINDS}\n"
        assert {path.read_bytes() for path in files(settings)} == {WORDS}
        assert pieces(in_database) == 0


class TestANewKey:
    def test_seals_files_anew(
        self, app: Flask, with_new_key: Flask, settings: Settings, documents: dict[str, UUID]
    ) -> None:
        assert run(with_new_key, "keys", "show").output == f"1: {KINDS}\n2: 0\n"
        told = run(with_new_key, "keys", "rotate").output.splitlines()
        assert told == [f"documents: {KINDS}", f"key 2: {KINDS}"]
        assert {path.read_bytes()[:2] for path in files(settings)} == {b"2."}
        assert read(with_new_key, documents) == {WORDS}

    def test_passes_by_what_is_missing(
        self, with_new_key: Flask, settings: Settings, documents: dict[str, UUID]
    ) -> None:
        files(settings)[0].unlink()
        assert run(with_new_key, "keys", "rotate").output.splitlines()[-1] == f"key 2: {KINDS - 1}"


def test_what_lies_in_the_database_is_no_part_of_the_folders(
    in_database: Flask, settings: Settings, session: Session
) -> None:
    with in_database.app_context():
        document_for("test", ("user", new_id()), "a", lambda: WORDS, now=clock.now())
    assert (files(settings), pieces(in_database)) == ([], 1)
