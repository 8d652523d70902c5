"""A stored file is whole, sealed, private and never lost unnoticed."""

import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.core.ids import new_id
from portal.db.engine import writing
from portal.db.keyring import Keyring, NotOpened, keyring
from portal.db.transaction import SlowWork
from portal.documents.files import FileStore
from portal.documents.folders import FolderPlace
from portal.documents.pieces import DatabasePlace
from portal.documents.sealing import PIECE_BYTES, SealedFile
from portal.extensions import db

OWNER = new_id()


@pytest.fixture
def folder(tmp_path: Path) -> FolderPlace:
    return FolderPlace(tmp_path / "var" / "documents")


@pytest.fixture(params=["folder", "database"])
def store(request: pytest.FixtureRequest, folder: FolderPlace, session: Session) -> FileStore:
    """Each place in turn, the other one beside it."""
    places = (folder, DatabasePlace(db.engine, "documents"))
    return FileStore("documents", places if request.param == "folder" else places[::-1], keyring())


@pytest.fixture
def in_folder(folder: FolderPlace, session: Session) -> FileStore:
    return FileStore("documents", (folder,), keyring())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def put(store: FileStore, data: bytes, suffix: str = ".pdf") -> SealedFile:
    file = store.seal(data, suffix=suffix, owner=OWNER)
    with writing():
        store.put(file, db.session)
        db.session.commit()
    return file


def read(store: FileStore, name: str) -> bytes:
    with store.open_stored(name, OWNER) as file:
        return file.read()


class TestEveryPlace:
    @pytest.mark.parametrize("size", [0, 3, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
    def test_gives_back_the_bytes_that_were_put(self, store: FileStore, size: int) -> None:
        data = os.urandom(size)
        kept = put(store, data)
        with store.open_stored(kept.name, OWNER) as file:
            assert (file.size, file.read()) == (size, data)
        assert (kept.sha256, kept.size) == (hashlib.sha256(data).hexdigest(), size)
        assert kept.name.endswith(".pdf")

    def test_hands_out_a_piece_at_a_time(self, store: FileStore) -> None:
        kept = put(store, os.urandom(2 * PIECE_BYTES + 5))
        with store.open_stored(kept.name, OWNER) as file:
            assert [len(piece) for piece in file] == [PIECE_BYTES, PIECE_BYTES, 5]

    def test_gives_the_same_bytes_another_name(self, store: FileStore) -> None:
        assert put(store, b"abc").name != put(store, b"abc").name

    @pytest.mark.parametrize("suffix", ["pdf", ".PDF", "./x", ".p/../x", ""])
    def test_refuses_a_suffix_that_is_none(self, store: FileStore, suffix: str) -> None:
        with pytest.raises(ValueError, match="suffix"):
            store.seal(b"abc", suffix=suffix, owner=OWNER)

    def test_tells_a_missing_file(self, store: FileStore) -> None:
        with pytest.raises(NotFound):
            store.open_stored(f"{'0' * 32}.pdf", OWNER)

    def test_lets_a_file_be_removed_twice(self, store: FileStore) -> None:
        kept = put(store, b"abc")
        for _time in range(2):
            with writing():
                store.remove(kept.name, db.session)
                db.session.commit()
        assert not store.has(kept.name)

    @pytest.mark.parametrize(
        "name", ["../secret.pdf", "/etc/hostname", "a.pdf", f"{'0' * 32}.pdf/..", f"{'0' * 32}.pdf\n"]
    )
    def test_refuses_a_name_it_did_not_make(self, store: FileStore, name: str) -> None:
        with pytest.raises(ValueError, match="stored name"):
            store.open_stored(name, OWNER)

    def test_sweeps_old_orphans_only(self, store: FileStore) -> None:
        kept, orphan = put(store, b"kept"), put(store, b"orphan")
        with writing():
            assert store.sweep({kept.name}, db.session, before=datetime.now(UTC) - timedelta(days=1)) == 0
            assert store.sweep({kept.name}, db.session, before=datetime.now(UTC) + timedelta(days=1)) == 1
            db.session.commit()
        assert (store.has(kept.name), store.has(orphan.name)) == (True, False)

    def test_finds_nothing_to_sweep_before_the_first_file(self, store: FileStore) -> None:
        assert store.sweep(set(), db.session, before=datetime.now(UTC)) == 0

    def test_what_lies_in_the_other_place_is_read_too(self, store: FileStore) -> None:
        kept = put(store, b"abc")
        turned = FileStore("documents", tuple(store.places)[::-1], keyring())
        assert read(turned, kept.name) == b"abc"


class TestSealing:
    def test_leaves_nothing_in_the_clear(self, in_folder: FileStore, folder: FolderPlace) -> None:
        words = "혈압약을 드십니다".encode() * 1000
        assert words[:24] not in folder.path_of(put(in_folder, words).name).read_bytes()

    def test_opens_for_the_row_that_names_the_file_alone(self, store: FileStore) -> None:
        kept = put(store, b"abc")
        with pytest.raises(NotOpened), store.open_stored(kept.name, new_id()) as file:
            file.read()

    def test_opens_under_its_own_name_alone(self, in_folder: FileStore, folder: FolderPlace) -> None:
        one, other = put(in_folder, b"one"), put(in_folder, b"other")
        folder.path_of(one.name).write_bytes(folder.path_of(other.name).read_bytes())
        with pytest.raises(NotOpened):
            read(in_folder, one.name)

    @pytest.mark.parametrize("cut", [1, PIECE_BYTES, PIECE_BYTES + 30, 2 * PIECE_BYTES])
    def test_does_not_open_when_it_was_cut(self, in_folder: FileStore, folder: FolderPlace, cut: int) -> None:
        kept = put(in_folder, os.urandom(3 * PIECE_BYTES))
        path = folder.path_of(kept.name)
        path.write_bytes(path.read_bytes()[:-cut])
        with pytest.raises(NotOpened):
            read(in_folder, kept.name)

    def test_does_not_open_when_pieces_changed_places(self, in_folder: FileStore, folder: FolderPlace) -> None:
        kept = put(in_folder, os.urandom(2 * PIECE_BYTES))
        path = folder.path_of(kept.name)
        data = path.read_bytes()
        path.write_bytes(data[len(data) // 2 :] + data[: len(data) // 2])
        with pytest.raises(NotOpened):
            read(in_folder, kept.name)

    def test_does_not_take_what_lies_in_the_clear(self, in_folder: FileStore, folder: FolderPlace) -> None:
        kept = put(in_folder, b"abc")
        folder.path_of(kept.name).write_bytes(b"%PDF-1.7")
        with pytest.raises(NotOpened):
            read(in_folder, kept.name)

    def test_does_not_open_by_another_key(self, store: FileStore) -> None:
        kept = put(store, b"abc")
        other = FileStore("documents", store.places, Keyring({1: "another key " * 4}))
        with pytest.raises(NotOpened):
            read(other, kept.name)

    def test_is_refused_where_others_wait(self, store: FileStore) -> None:
        kept = put(store, b"abc")
        with writing():
            db.session.connection()
            with pytest.raises(SlowWork):
                store.seal(b"abc", suffix=".pdf", owner=OWNER)
            with pytest.raises(SlowWork):
                read(store, kept.name)
            db.session.rollback()


class TestFolder:
    def test_is_readable_by_its_own_account_only(self, in_folder: FileStore, folder: FolderPlace) -> None:
        path = folder.path_of(put(in_folder, b"abc").name)
        assert mode(path) == 0o600
        assert mode(path.parent) == mode(folder.folder) == 0o700

    def test_syncs_the_file_before_its_name_and_the_folder_after(
        self, in_folder: FileStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(in_folder, b"first")
        synced: list[str] = []
        real = os.fsync

        def record(descriptor: int) -> None:
            synced.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
            real(descriptor)

        monkeypatch.setattr(os, "fsync", record)
        put(in_folder, b"second")
        assert [step for step in synced if step == "file"] == ["file"]
        assert synced.index("file") < len(synced) - 1 == max(i for i, step in enumerate(synced) if step == "folder")

    def test_leaves_nothing_half_written_when_the_disk_fails(
        self, in_folder: FileStore, folder: FolderPlace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(in_folder, b"first")
        before = set(folder.folder.rglob("*.*"))

        def fail(_descriptor: int) -> None:
            raise OSError("no space left")

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="no space"):
            put(in_folder, b"second")
        assert set(folder.folder.rglob("*.*")) == before

    def test_sweeps_halves_as_well(self, in_folder: FileStore, folder: FolderPlace) -> None:
        kept = put(in_folder, b"kept")
        half = folder.path_of(kept.name).with_name(".part-abc")
        half.write_bytes(b"half")
        old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
        os.utime(half, (old, old))
        assert in_folder.sweep({kept.name}, db.session, before=datetime.now(UTC) - timedelta(days=1)) == 1
        assert not half.exists()


class TestDatabase:
    def test_goes_with_the_transaction_that_names_it(self, session: Session) -> None:
        store = FileStore("documents", (DatabasePlace(db.engine, "documents"),), keyring())
        file = store.seal(b"abc", suffix=".pdf", owner=OWNER)
        with writing():
            store.put(file, session)
            session.rollback()
        assert not store.has(file.name)
