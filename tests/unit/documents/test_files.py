"""A stored file is whole, private and never lost unnoticed."""

import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.core.errors import NotFound
from portal.documents.files import FileStore


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "var" / "documents")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestStore:
    def test_keeps_the_bytes_under_a_name_of_its_own(self, store: FileStore) -> None:
        kept = store.store(b"abc", suffix=".pdf")
        with store.open_stored(kept.name) as file:
            assert file.read() == b"abc"
        assert (kept.sha256, kept.size) == (hashlib.sha256(b"abc").hexdigest(), 3)
        assert kept.name.endswith(".pdf")

    def test_gives_the_same_bytes_another_name(self, store: FileStore) -> None:
        assert store.store(b"abc", suffix=".pdf").name != store.store(b"abc", suffix=".pdf").name

    def test_is_readable_by_its_own_account_only(self, store: FileStore) -> None:
        path = store.path_of(store.store(b"abc", suffix=".pdf").name)
        assert mode(path) == 0o600
        assert mode(path.parent) == mode(store.folder) == 0o700

    def test_syncs_the_file_before_its_name_and_the_folder_after(
        self, store: FileStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.store(b"first", suffix=".pdf")
        synced: list[str] = []
        real = os.fsync

        def record(descriptor: int) -> None:
            synced.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
            real(descriptor)

        monkeypatch.setattr(os, "fsync", record)
        store.store(b"second", suffix=".pdf")
        assert [step for step in synced if step == "file"] == ["file"]
        assert synced.index("file") < len(synced) - 1 == max(i for i, step in enumerate(synced) if step == "folder")

    def test_leaves_nothing_half_written_when_the_disk_fails(
        self, store: FileStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.store(b"first", suffix=".pdf")
        before = set(store.folder.rglob("*.*"))

        def fail(_descriptor: int) -> None:
            raise OSError("no space left")

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="no space"):
            store.store(b"second", suffix=".pdf")
        assert set(store.folder.rglob("*.*")) == before

    @pytest.mark.parametrize("suffix", ["pdf", ".PDF", "./x", ".p/../x", ""])
    def test_refuses_a_suffix_that_is_none(self, store: FileStore, suffix: str) -> None:
        with pytest.raises(ValueError, match="suffix"):
            store.store(b"abc", suffix=suffix)


class TestOpenStored:
    def test_tells_a_missing_file(self, store: FileStore) -> None:
        kept = store.store(b"abc", suffix=".pdf")
        store.remove(kept.name)
        with pytest.raises(NotFound):
            store.open_stored(kept.name)

    @pytest.mark.parametrize(
        "name", ["../secret.pdf", "/etc/hostname", "a.pdf", f"{'0' * 32}.pdf/..", f"{'0' * 32}.pdf\n"]
    )
    def test_refuses_a_name_it_did_not_make(self, store: FileStore, name: str) -> None:
        with pytest.raises(ValueError, match="stored name"):
            store.open_stored(name)

    def test_lets_a_file_be_removed_twice(self, store: FileStore) -> None:
        kept = store.store(b"abc", suffix=".pdf")
        store.remove(kept.name)
        store.remove(kept.name)


class TestSweep:
    def test_removes_old_orphans_and_halves_only(self, store: FileStore) -> None:
        kept, orphan, fresh = (store.store(text, suffix=".pdf") for text in (b"kept", b"orphan", b"fresh"))
        half = store.path_of(orphan.name).with_name(".part-abc")
        half.write_bytes(b"half")
        old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
        for path in (store.path_of(kept.name), store.path_of(orphan.name), half):
            os.utime(path, (old, old))
        assert store.sweep({kept.name}, before=datetime.now(UTC) - timedelta(days=1)) == 2
        assert store.path_of(kept.name).exists()
        assert store.path_of(fresh.name).exists()
        assert not store.path_of(orphan.name).exists()
        assert not half.exists()

    def test_finds_nothing_before_the_first_file(self, store: FileStore) -> None:
        assert store.sweep(set(), before=datetime.now(UTC)) == 0
