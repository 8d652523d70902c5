"""A document is made once, whoever asks and however often."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.core.ids import new_id
from portal.db.constraints import refusal_of
from portal.db.transaction import own_transaction
from portal.documents.actions import (
    DOCUMENTS,
    digest_of,
    document_for,
    document_store,
    keep_document,
    made_document,
    sweep_orphans,
)
from portal.documents.models import StoredDocument
from portal.documents.sealing import PIECE_BYTES
from portal.documents.views import document_response
from portal.extensions import current_settings, db

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def subject() -> tuple[str, UUID]:
    return ("meeting", new_id())


@pytest.fixture(autouse=True)
def _clean_store(session: Session) -> Iterator[None]:
    yield
    shutil.rmtree(DOCUMENTS.folder_place(current_settings()).folder, ignore_errors=True)


def never() -> bytes:
    raise AssertionError("made twice")


def rows() -> int:
    with own_transaction() as session:
        return session.scalar(select(func.count()).select_from(StoredDocument)) or 0


class TestDocumentFor:
    def test_makes_and_keeps_the_first_time(self, subject: tuple[str, UUID]) -> None:
        document = document_for("minutes", subject, digest_of(1), lambda: b"%PDF", now=NOW)
        with document_store().open_stored(document.file_name, document.id) as file:
            assert file.read() == b"%PDF"
        assert (document.size, document.media_type, document.created_at) == (4, "application/pdf", NOW)
        assert rows() == 1

    def test_gives_the_kept_one_for_the_same_inputs(self, subject: tuple[str, UUID]) -> None:
        first = document_for("minutes", subject, digest_of(1), lambda: b"%PDF", now=NOW)
        db.session.rollback()
        again = document_for("minutes", subject, digest_of(1), never, now=NOW)
        assert again.file_name == first.file_name

    def test_makes_another_for_other_inputs_or_things(self, subject: tuple[str, UUID]) -> None:
        other = ("meeting", new_id())
        for kind, about, digest in (
            ("minutes", subject, digest_of(1)),
            ("minutes", subject, digest_of(2)),
            ("minutes", other, digest_of(1)),
            ("receipt", subject, digest_of(1)),
        ):
            document_for(kind, about, digest, lambda: b"%PDF", now=NOW)
        assert rows() == 4

    def test_leaves_the_readers_own_transaction_alone(self, session: Session, subject: tuple[str, UUID]) -> None:
        document_for("minutes", subject, digest_of(1), lambda: b"%PDF", now=NOW)
        assert not session.new
        session.rollback()
        assert rows() == 1

    def test_keeps_no_row_when_it_cannot_be_made(self, subject: tuple[str, UUID]) -> None:
        with pytest.raises(AssertionError):
            document_for("minutes", subject, digest_of(1), never, now=NOW)
        assert rows() == 0

    def test_gives_two_who_ask_at_once_the_same(self, app: Flask, subject: tuple[str, UUID]) -> None:
        both_looked = Barrier(2)
        names: list[str] = []

        def make(text: bytes) -> Callable[[], bytes]:
            def made() -> bytes:
                both_looked.wait(10)
                return text

            return made

        def ask(text: bytes) -> None:
            with app.app_context():
                names.append(document_for("minutes", subject, digest_of(1), make(text), now=NOW).file_name)

        threads = [Thread(target=ask, args=(text,)) for text in (b"one", b"two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(names) == 2
        assert len(set(names)) == 1
        assert len(list(DOCUMENTS.folder_place(app.extensions["settings"]).folder.rglob("*.pdf"))) == 1


class TestKeepDocument:
    def test_joins_the_transaction_of_the_request(self, session: Session, subject: tuple[str, UUID]) -> None:
        keep_document("minutes", subject, digest_of(1), made_document(b"%PDF"), now=NOW)
        session.rollback()
        assert rows() == 0

    def test_gives_the_kept_one(self, session: Session, subject: tuple[str, UUID]) -> None:
        first = keep_document("minutes", subject, digest_of(1), made_document(b"%PDF"), now=NOW)
        again = keep_document("minutes", subject, digest_of(1), made_document(b"%PDF again"), now=NOW)
        assert again.id == first.id


class TestSweepOrphans:
    def test_removes_files_that_no_document_names(self, session: Session, subject: tuple[str, UUID]) -> None:
        kept = document_for("minutes", subject, digest_of(1), lambda: b"kept", now=NOW)
        orphan = made_document(b"orphan").file
        document_store().put(orphan, session)
        assert sweep_orphans(datetime.now(UTC)) == 0
        assert sweep_orphans(datetime.now(UTC) + timedelta(days=2)) == 1
        assert (document_store().has(kept.file_name), document_store().has(orphan.name)) == (True, False)


class TestDocumentResponse:
    def test_is_private_and_answers_304_to_who_has_it(self, app: Flask, subject: tuple[str, UUID]) -> None:
        document = document_for("minutes", subject, digest_of(1), lambda: b"%PDF-1.7", now=NOW)
        with app.test_request_context():
            response = document_response(document, download_name="제3차 실무회의 회의록.pdf")
            response.direct_passthrough = False
            assert response.get_data() == b"%PDF-1.7"
            assert response.headers["Cache-Control"] == "private, no-store"
            assert "filename*=UTF-8''" in response.headers["Content-Disposition"]
            response.close()
        with app.test_request_context(headers={"If-None-Match": response.headers["ETag"]}):
            again = document_response(document, download_name="x.pdf")
            assert again.status_code == 304
            again.close()

    def test_gives_a_part_of_it(self, app: Flask, subject: tuple[str, UUID]) -> None:
        data = os.urandom(2 * PIECE_BYTES)
        document = document_for("minutes", subject, digest_of(1), lambda: data, now=NOW)
        with app.test_request_context(headers={"Range": f"bytes={PIECE_BYTES - 2}-{PIECE_BYTES + 1}"}):
            response = document_response(document, download_name="x.pdf")
            response.direct_passthrough = False
            assert (response.status_code, response.get_data()) == (206, data[PIECE_BYTES - 2 : PIECE_BYTES + 2])
            response.close()

    def test_says_how_long_it_is(self, app: Flask, subject: tuple[str, UUID]) -> None:
        document = document_for("minutes", subject, digest_of(1), lambda: b"%PDF-1.7", now=NOW)
        with app.test_request_context():
            response = document_response(document, download_name="x.pdf")
            assert response.content_length == 8
            response.close()

    def test_tells_a_missing_file(self, app: Flask, subject: tuple[str, UUID]) -> None:
        document = document_for("minutes", subject, digest_of(1), lambda: b"%PDF", now=NOW)
        with own_transaction() as other:
            document_store().remove(document.file_name, other)
        with app.test_request_context(), pytest.raises(NotFound):
            document_response(document, download_name="x.pdf")

    def test_tells_a_file_that_was_changed_before_anything_is_handed_out(
        self, app: Flask, subject: tuple[str, UUID]
    ) -> None:
        document = document_for("minutes", subject, digest_of(1), lambda: b"%PDF", now=NOW)
        DOCUMENTS.folder_place(app.extensions["settings"]).path_of(document.file_name).write_bytes(b"%PDF")
        with app.test_request_context(), pytest.raises(NotFound, match="열 수 없습니다"):
            document_response(document, download_name="x.pdf")


class TestDigestOf:
    def test_tells_inputs_apart(self) -> None:
        inputs: list[tuple[object, ...]] = [(1,), (2,), ("1",), (1, 1), ("a", "b"), ("ab",), (NOW,)]
        assert len({digest_of(*values) for values in inputs}) == len(inputs)


class TestConstraint:
    def test_has_words_of_its_own(self, session: Session, subject: tuple[str, UUID]) -> None:
        keep_document("minutes", subject, digest_of(1), made_document(b"%PDF"), now=NOW)
        twin = StoredDocument(
            kind="minutes",
            subject_kind=subject[0],
            subject_id=subject[1],
            digest=digest_of(1),
            file_name="x",
            sha256="x",
            size=1,
            media_type="application/pdf",
            created_at=NOW,
        )
        session.add(twin)
        with pytest.raises(IntegrityError) as broken:
            session.flush()
        assert "먼저 만들었습니다" in refusal_of(broken.value).message
