"""An issued edition has a digest of what it says; its paper has the same bytes wherever it is set."""

import hashlib
import pickle
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.actors import Actor
from portal.core.digests import said_digest
from portal.db.inserting import table_of
from portal.manuals.actions import (
    call_edition_off,
    draft_edition,
    has_paper,
    publish_edition,
    review_edition,
    submit_edition,
)
from portal.manuals.actions.documents import paper_of, set_edition
from portal.manuals.content import digest_of_edition, read_digest
from portal.manuals.models import ManualEdition, ManualSection
from portal.manuals.queries import get_edition
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.manuals import FIRST_DAY, MORNING, make_draft, make_manual
from tests.unit.documents.reading import text_of

pytestmark = pytest.mark.on_postgresql

SET = """
import pathlib, pickle, sys
from portal.documents.manual import manual_document
from portal.documents.pdf import document_pdf
here = pathlib.Path(sys.argv[1])
(here / "second.pdf").write_bytes(document_pdf(manual_document(pickle.loads((here / "paper").read_bytes()))))
"""


def alter(edition: ManualEdition, session: Session) -> None:
    """As somebody would who writes past the portal."""
    sections = table_of(ManualSection)
    session.execute(update(sections).where(sections.c.edition_id == edition.id).values(body="다른 글"))
    session.commit()


def test_is_that_of_what_the_database_keeps(issued: ManualEdition, author: Actor, session: Session) -> None:
    session.commit()
    session.expire_all()
    kept = get_edition(issued.id)
    assert kept.digest == digest_of_edition(kept)
    assert make_draft(author, make_manual("other")).digest == ""


def test_is_that_of_what_was_saved_until_it_is_issued(
    author: Actor, reviewer: Actor, office: Actor, session: Session
) -> None:
    edition = make_draft(author)
    submit_edition(edition, actor=author, now=MORNING)
    review_edition(edition, actor=reviewer, now=MORNING)
    assert edition.sections[0].body
    sections = table_of(ManualSection)
    session.execute(update(sections).where(sections.c.edition_id == edition.id).values(body="다른 글"))
    publish_edition(edition, FIRST_DAY, actor=office, now=MORNING)
    session.commit()
    session.expire_all()
    kept = get_edition(edition.id)
    assert (kept.digest, kept.sections[0].body) == (digest_of_edition(kept), "다른 글")


@pytest.mark.parametrize("name", ["heading", "body"])
def test_is_another_for_another_text(issued: ManualEdition, session: Session, name: str) -> None:
    with session.no_autoflush:
        setattr(issued.sections[0], name, "다른 글")
        assert digest_of_edition(issued) != issued.digest
        session.expire_all()


def test_the_paper_of_an_edition_that_was_called_off_stays_as_it_was_and_is_handed_out_no_more(
    issued: ManualEdition, author: Actor, reviewer: Actor, office: Actor
) -> None:
    draft = draft_edition(issued.manual, "더위", actor=author, now=MORNING)
    submit_edition(draft, actor=author, now=MORNING)
    review_edition(draft, actor=reviewer, now=MORNING)
    publish_edition(draft, FIRST_DAY + timedelta(days=3), actor=office, now=MORNING)
    before = paper_of(draft)
    assert has_paper(draft)
    call_edition_off(draft, "더 물어봅니다", actor=office, now=MORNING)
    assert paper_of(draft) == before
    assert [each.edition for each in before.revisions] == [1, 2]
    assert not has_paper(draft)


def test_the_paper_of_an_edition_that_was_issued_before_sections_had_editions_names_none(
    issued: ManualEdition, author: Actor, reviewer: Actor, office: Actor, session: Session
) -> None:
    draft = draft_edition(issued.manual, "더위", actor=author, now=MORNING)
    submit_edition(draft, actor=author, now=MORNING)
    review_edition(draft, actor=reviewer, now=MORNING)
    publish_edition(draft, FIRST_DAY + timedelta(days=3), actor=office, now=MORNING)
    now_named = {each.number for each in paper_of(draft).sections}
    with session.no_autoflush:
        draft.numbers_sections = False
        before_named = {each.number for each in paper_of(draft).sections}
        session.expire_all()
    assert (now_named, before_named) == ({1}, {None})


def test_is_read_as_it_is_printed() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    assert said_digest(digest) == "2d71 1642 b726 b044"
    assert read_digest(f" {said_digest(digest).upper()} ") == digest[:16]
    for typed in ("", "2d71", "2d71 164x", digest + "0"):
        assert read_digest(typed) == ""


def test_set_in_two_processes_the_paper_has_the_same_bytes(issued: ManualEdition, tmp_path: Path) -> None:
    (tmp_path / "paper").write_bytes(pickle.dumps(paper_of(issued)))
    first = set_edition(issued)
    subprocess.run([sys.executable, "-c", SET, str(tmp_path)], check=True)
    assert (tmp_path / "second.pdf").read_bytes() == first
    digest = said_digest(issued.digest)
    text = text_of(first)
    assert text.count(f"지문 {digest}") > 1
    assert "MC-M-cleaning 제1판 · 2026. 11. 3.(화) 시행" in text


def test_a_text_changed_past_the_portal_is_found(
    app: Flask, client: PortalClient, issued: ManualEdition, office: Actor, session: Session
) -> None:
    session.commit()
    reader = session.get_one(User, office.user_id)
    at = f"/manuals/check?digest={said_digest(issued.digest)}"
    verify = app.test_cli_runner()
    assert "발행한 그대로임" in read(client, reader, at)
    assert verify.invoke(args=["manuals", "verify", "--papers"]).exit_code == 0
    alter(issued, session)
    assert "발행한 글과 다름" in read(client, reader, at)
    told = verify.invoke(args=["manuals", "verify"])
    assert (told.exit_code, "cleaning 1: the text is not what was issued" in told.output) == (1, True)
    for digest in ("0" * 16, "xyz"):
        assert "보관된 글</dt>" not in read(client, reader, f"/manuals/check?digest={digest}")
