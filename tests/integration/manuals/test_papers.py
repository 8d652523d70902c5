"""The PDF of a long edition is set by the worker, and whoever waits sees how far it is."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core import clock
from portal.core.permissions import Role
from portal.db.claims import GIVEN_UP, TRIES
from portal.documents.models import StoredDocument
from portal.documents.progress import SettingStep
from portal.jobs import JOBS
from portal.manuals.actions import papers
from portal.manuals.models import ManualPaper
from portal.manuals.queries import papers_given_up, papers_wait
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.manuals import make_draft, make_user, publish

DOCUMENT, PAPER = "/manuals/cleaning/editions/1/document", "/manuals/cleaning/editions/1/paper"


@pytest.fixture
def worker(session: Session, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody of a co-operative, and an edition in force that counts as long."""
    author, reviewer = (make_user(name, Role.COORDINATOR) for name in ("김하늘", "이바다"))
    office = make_user("한지원", Role.OFFICE)
    publish(make_draft(author.actor), reviewer.actor, office.actor)
    monkeypatch.setattr(papers, "LONG", 10)
    return make_user("오세라", Role.COOPERATIVE)


def shown(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def waiting(session: Session) -> ManualPaper | None:
    session.expire_all()
    return session.scalar(select(ManualPaper))


def test_is_asked_for_once_and_set_by_the_worker(client: PortalClient, worker: User, session: Session) -> None:
    assert not papers_wait(clock.now())
    for _ in range(2):
        client.sign_in(worker.id)
        answer = client.get(DOCUMENT)
        assert answer.status_code == 302
        assert answer.location == PAPER
    assert "차례를 기다리는 중" in read(client, worker, PAPER)
    assert len(session.scalars(select(ManualPaper)).all()) == 1
    assert papers_wait(clock.now())
    job = JOBS.find("manuals.papers")
    assert job is not None
    assert job.run(clock.now()) == 1
    assert waiting(session) is None
    page = read(client, worker, PAPER)
    assert "다 됨" in page
    assert DOCUMENT in page
    client.sign_in(worker.id)
    with client.get(DOCUMENT) as file:
        assert file.data.startswith(b"%PDF")
    assert session.query(StoredDocument).filter_by(kind="manual").count() == 1


def test_tells_how_far_it_is(
    client: PortalClient, worker: User, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(client, worker, PAPER)
    seen: list[str] = []
    monkeypatch.setattr(papers, "TOLD_EVERY_SECONDS", 0)
    note = papers._note

    def look(edition_id: UUID, **values: object) -> None:
        note(edition_id, **values)
        paper = waiting(session)
        assert paper is not None
        seen.append(f"{paper.step} {paper.pages}")
        if paper.step is SettingStep.LAYING_OUT and paper.pages == 2:
            session.rollback()
            assert "쪽을 짜는 중 지금까지 2쪽" in shown(read(client, worker, PAPER))
        session.rollback()

    monkeypatch.setattr(papers, "_note", look)
    assert papers.set_waiting_papers(clock.now()) == 1
    assert seen[0] == "laying_out 1"
    assert seen[-1].startswith("writing")


def test_one_that_fails_is_begun_again_a_few_times_and_then_by_who_writes_manuals(
    client: PortalClient, worker: User, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(client, worker, PAPER)
    begin, writer = clock.now(), make_user("박사무", Role.OFFICE)
    session.commit()
    with monkeypatch.context() as broken:
        broken.setattr(papers, "document_pdf", lambda _document: 1 / 0)
        for each in range(TRIES):
            now = begin + each * (GIVEN_UP + timedelta(minutes=1))
            with time_machine.travel(now, tick=False):
                assert papers_wait(now)
                assert (papers.set_waiting_papers(now), papers.set_waiting_papers(now)) == (0, 0)
                assert "만들지 못함" in read(client, worker, PAPER)
    later = begin + timedelta(days=1)
    with time_machine.travel(later, tick=False):
        assert (papers_wait(later), papers.set_waiting_papers(later), len(papers_given_up())) == (False, 0, 1)
        stands = read(client, worker, PAPER)
        assert ("3번 만들어 보았으나" in stands, "다시 만들기" in stands) == (True, False)
        assert "만들지 못한 매뉴얼 PDF 다시 만들기" in read(client, writer, "/inbox")
        client.sign_in(worker.id)
        assert client.post(f"{PAPER}/again").status_code == 403
        client.sign_in(writer.id)
        assert client.post(f"{PAPER}/again").status_code == 303
        session.rollback()
        assert papers.set_waiting_papers(later) == 1
        assert "다 됨" in read(client, worker, PAPER)


def test_one_whose_workers_are_killed_is_given_up_as_well(client: PortalClient, worker: User, session: Session) -> None:
    read(client, worker, PAPER)
    begin = clock.now()
    for each in range(TRIES):
        assert papers._claim(begin + each * 2 * GIVEN_UP) is not None
        paper = waiting(session)
        assert paper is not None
        paper.beat_at = begin + each * 2 * GIVEN_UP
        session.commit()
    later = begin + timedelta(days=1)
    assert (papers_given_up(), papers_wait(later), papers._claim(later)) == ([], True, None)
    session.rollback()
    assert (len(papers_given_up()), papers_wait(later)) == (1, False)
